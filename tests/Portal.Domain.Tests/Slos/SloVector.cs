using System.Globalization;
using YamlDotNet.Serialization;

namespace Portal.Domain.Tests.Slos;

/// <summary>One row of Vectors/slo/vectors.yaml: a case with a known answer.</summary>
internal sealed class SloVector(Dictionary<string, object?> cells)
{
    private static readonly Dictionary<string, object?> Sections = new DeserializerBuilder()
        .Build()
        .Deserialize<Dictionary<string, object?>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "slo", "vectors.yaml"))
        );

    public static IReadOnlyList<SloVector> Section(string name) =>
        [.. ((List<object?>)Sections[name]!).Select(row => new SloVector(Cells(row)))];

    public bool Has(string key) => cells.ContainsKey(key);

    public string Text(string key) => (string)cells[key]!;

    /// <summary>The number, or null where the vector says null or names none.</summary>
    public decimal? Number(string key) => cells.GetValueOrDefault(key) is string text ? Parse(text) : null;

    public decimal Required(string key) => Number(key)!.Value;

    public IReadOnlyList<decimal> Numbers(string key) =>
        [.. ((List<object?>)cells[key]!).Select(item => Parse((string)item!))];

    /// <summary>Numbers, some of which the vector leaves out.</summary>
    public IReadOnlyList<decimal?> NumbersOrNull(string key) =>
        [.. ((List<object?>)cells[key]!).Select(item => item is string text ? Parse(text) : (decimal?)null)];

    public SloVector Nested(string key) => new(Cells(cells[key]));

    private static decimal Parse(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Dictionary<string, object?> Cells(object? row) =>
        ((Dictionary<object, object?>)row!).ToDictionary(
            cell => (string)cell.Key,
            cell => cell.Value,
            StringComparer.Ordinal
        );
}
