using System.Globalization;

namespace Portal.Shell;

/// <summary>The cron expressions of the portal's own jobs in words; any other as it is written.</summary>
internal static class CronWords
{
    /// <summary>0 30 3 * * ? → every day at 03:30 UTC.</summary>
    public static string Of(string cron)
    {
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["0", var minute, var hour, "*", "*", "?"] when Number(minute) is { } at && Number(hour) is { } of =>
                $"every day at {of:00}:{at:00} UTC",
            ["0", var minute, "*", "*", "*", "?"] when Number(minute) is { } at => $"every hour at minute {at}",
            _ => $"{cron} (UTC)",
        };
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
