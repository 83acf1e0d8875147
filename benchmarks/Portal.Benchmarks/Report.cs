namespace Portal.Benchmarks;

/// <summary>Lines of a results file.</summary>
internal static class Report
{
    public static void Table() => Console.WriteLine("\n| what | n | p50 | p95 |\n|---|---|---|---|");

    public static async Task RowAsync(string what, int rounds, Func<Task> measured, int warm = 3) =>
        Console.WriteLine($"| {what} | {await Times.OfAsync(rounds, warm, measured)} |");

    public static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
