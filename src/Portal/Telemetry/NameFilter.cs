namespace Portal.Telemetry;

/// <summary>What narrows an answer with names.</summary>
/// <param name="Prefix">Only names that begin so.</param>
/// <param name="Contains">Only names that hold these letters, whatever their case; those that begin so come first.</param>
/// <param name="Limit">The most names, brought to 1 to 1000; 1000 unless told.</param>
internal sealed record NameFilter(string? Prefix = null, string? Contains = null, int? Limit = null)
{
    private const int Most = 1000;

    public int Names => Math.Clamp(Limit ?? Most, 1, Most);

    public bool Lets(string name) =>
        (Prefix is null || name.StartsWith(Prefix, StringComparison.Ordinal))
        && (Contains is null || name.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}
