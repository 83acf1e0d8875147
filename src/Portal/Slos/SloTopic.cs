namespace Portal.Slos;

/// <summary>What is announced whenever the numbers of an SLO change: <c>slo:checkout-availability</c>.</summary>
internal static class SloTopic
{
    public const string Prefix = "slo";

    public static string Of(string name) => $"{Prefix}:{name}";
}
