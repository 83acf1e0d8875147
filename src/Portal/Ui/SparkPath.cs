using System.Globalization;
using System.Text;

namespace Portal.Ui;

/// <summary>The path of a small line without axes. A null breaks the line.</summary>
internal static class SparkPath
{
    public const int Width = 96;
    public const int Height = 24;
    private const double Edge = 2;

    public static string Of(IReadOnlyList<double?> values)
    {
        var known = values.OfType<double>().Where(double.IsFinite).ToArray();
        if (known.Length == 0)
        {
            return "";
        }

        var (low, high) = (known.Min(), known.Max());
        var path = new StringBuilder();
        var down = false;
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] is not { } value || !double.IsFinite(value))
            {
                down = false;
                continue;
            }

            var x = values.Count == 1 ? 0 : (double)index / (values.Count - 1) * Width;
            var share = high > low ? (value - low) / (high - low) : 0;
            var y = Height - Edge - share * (Height - 2 * Edge);
            path.Append(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{x:0.#} {y:0.#}");
            down = true;
        }

        return path.ToString();
    }
}
