using System.Globalization;
using Portal.Slos.OpenSlo;

namespace Portal.Slos;

internal static class Ratios
{
    public static string Text(decimal ratio) => ratio.Plain().ToString(CultureInfo.InvariantCulture);

    public static string? Text(decimal? ratio) => ratio is { } known ? Text(known) : null;
}
