using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>By what the list is ordered, as its address says it: worst first by service, or one column, all services together.</summary>
internal sealed record SloSort
{
    public const string Query = "sort";

    public const string Name = "name";
    public const string Budget = "budget";
    public const string Burn = "burn";

    private const char Turned = '-';

    private SloSort(string? column, bool isTurned) => (Column, IsTurned) = (column, isTurned);

    public static readonly SloSort Worst = new(null, false);

    /// <summary>For people to choose from, each with its usual direction and the other one.</summary>
    public static IReadOnlyList<Choice> Choices { get; } =
    [
        new("", "Worst first, by service"),
        new(Name, "Name, A to Z"),
        new(Turned + Name, "Name, Z to A"),
        new(Budget, "Least budget left"),
        new(Turned + Budget, "Most budget left"),
        new(Burn, "Fastest burn"),
        new(Turned + Burn, "Slowest burn"),
    ];

    /// <summary>Null for worst first.</summary>
    public string? Column { get; }

    /// <summary>Against the usual direction of the column.</summary>
    public bool IsTurned { get; }

    public bool IsByService => Column is null;

    public string Text => IsTurned ? Turned + Column : Column ?? "";

    /// <summary>What a press on the head of a column asks for: the column, then the other way round, then worst first again.</summary>
    public string? Next(string column) =>
        Column != column ? column
        : IsTurned ? null
        : Turned + column;

    /// <summary>As <c>aria-sort</c> has it; null where the column does not order the list.</summary>
    public string? Aria(string column) =>
        Column != column ? null
        : IsTurned == (column == Burn) ? "ascending"
        : "descending";

    /// <summary>Anything unknown is worst first.</summary>
    public static SloSort Of(string? text) =>
        Choices.FirstOrDefault(choice => choice.Value == text) is { Value.Length: > 0 } known
            ? new(known.Value.TrimStart(Turned), known.Value[0] == Turned)
            : Worst;

    /// <summary>What is not known stands at the end, whichever way the list is turned.</summary>
    public IEnumerable<SloRow> Order(IEnumerable<SloRow> rows)
    {
        var known = rows.OrderBy(row => !IsKnown(row));
        var ordered = (Column, IsTurned) switch
        {
            (Name, false) => known.ThenBy(row => row.Name, StringComparer.Ordinal),
            (Name, true) => known.ThenByDescending(row => row.Name, StringComparer.Ordinal),
            (Budget, false) => known.ThenBy(row => row.Status.Budget.Remaining),
            (Budget, true) => known.ThenByDescending(row => row.Status.Budget.Remaining),
            (Burn, false) => known.ThenByDescending(row => row.Status.CurrentBurn),
            (Burn, true) => known.ThenBy(row => row.Status.CurrentBurn),
            _ => known.ThenBy(row => row.Urgency),
        };
        return ordered.ThenBy(row => row.Name, StringComparer.Ordinal);
    }

    private bool IsKnown(SloRow row) =>
        Column switch
        {
            Budget => row.Unknown is null,
            Burn => row.Status.CurrentBurn is not null,
            _ => true,
        };
}
