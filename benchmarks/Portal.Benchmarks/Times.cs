using System.Diagnostics;
using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>How long the same thing took, again and again.</summary>
internal sealed record Times(IReadOnlyList<double> Milliseconds)
{
    public static async Task<Times> OfAsync(int rounds, Func<Task> what)
    {
        // The first ones compile code, again once it is hot, and fill caches: an engine does this every minute.
        for (var i = 0; i < 40; i++)
        {
            await what();
        }

        var took = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await what();
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Times([.. took.Order()]);
    }

    public double At(double share) => Milliseconds[(int)Math.Ceiling(share * Milliseconds.Count) - 1];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Milliseconds.Count} | {At(0.5):0.0} ms | {At(0.95):0.0} ms");
}
