using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>What a good value is: <c>op: lte, value: 0.3</c>.</summary>
internal sealed record GoodValue(Comparison Comparison, decimal Value)
{
    private static readonly Dictionary<string, Comparison> Words = new(StringComparer.Ordinal)
    {
        ["lt"] = Comparison.Below,
        ["lte"] = Comparison.AtMost,
        ["gt"] = Comparison.Above,
        ["gte"] = Comparison.AtLeast,
    };

    /// <summary>Told where the indicator counts: there is nothing to compare.</summary>
    public static void Drop(ManifestNode? objective)
    {
        objective?.Drop("op", "op is left out: only the value of a thresholdMetric is compared.");
        objective?.Drop("value", "value is left out: only the value of a thresholdMetric is compared.");
    }

    public static string Op(Comparison comparison) => Words.First(word => word.Value == comparison).Key;

    /// <returns>Null where the objective has neither, or either was refused.</returns>
    public static GoodValue? Read(ManifestNode objective)
    {
        var (op, value) = (objective.Text("op"), objective.Number("value"));
        if (op is null && !objective.Has("value"))
        {
            return null;
        }

        if (op is null || !Words.TryGetValue(op, out var comparison))
        {
            objective.Refuse(
                "op",
                $"{op ?? "op"} is not understood: write lt, lte, gt or gte, as a good value compares."
            );
            return null;
        }

        if (value is null && !objective.Has("value"))
        {
            objective.Refuse("value", "value is missing: what a good value is compared with.");
        }

        return value is { } limit ? new(comparison, limit) : null;
    }
}
