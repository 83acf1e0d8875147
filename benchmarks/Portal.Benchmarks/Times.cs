using System.Diagnostics;
using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>How long the same thing took, again and again.</summary>
internal sealed record Times(IReadOnlyList<double> Milliseconds)
{
    /// <param name="warm">Rounds before that compile code and fill caches.</param>
    public static async Task<Times> OfAsync(int rounds, int warm, Func<Task> what)
    {
        for (var i = 0; i < warm; i++)
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
