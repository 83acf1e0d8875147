using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The one objective of an SLO, with how it is budgeted.</summary>
internal static class ObjectiveCodec
{
    /// <returns>With the entry itself, of which <c>op</c> and <c>value</c> are not read yet.</returns>
    public static (Promise? Promise, ManifestNode? Entry) Read(ManifestNode spec)
    {
        var method = Method(spec);
        var objectives = spec.Items("objectives");
        if (objectives.Count != 1)
        {
            spec.Refuse(
                "objectives",
                objectives.Count == 0
                    ? "objectives is missing: write [{ target: 0.999 }]."
                    : "An SLO has one objective here: write an SLO for each, or let portal import openslo do it."
            );
            return (null, null);
        }

        return (ReadOne(objectives[0], method), objectives[0]);
    }

    public static JsonObject Write(Slo slo)
    {
        var objective = new JsonObject();
        if (slo.Wording.Objective is { } name)
        {
            objective["displayName"] = name;
        }

        if (slo.Sli is ThresholdSli value)
        {
            objective["op"] = GoodValue.Op(value.IsGood);
            objective["value"] = value.Threshold.Plain();
        }

        objective["target"] = slo.Objective.Value.Plain();
        if (slo.Budgeting.TimeSliceTarget is { } target)
        {
            objective["timeSliceTarget"] = target.Plain();
        }

        // OpenSLO has it for time slices only; with events it is how finely the portal measures.
        if (slo.Budgeting.Method != BudgetingMethod.Occurrences || slo.Grid != SliceGrid.Default)
        {
            objective["timeSliceWindow"] = DurationText.Format(slo.Grid.Slice);
        }

        return objective;
    }

    private static BudgetingMethod? Method(ManifestNode spec)
    {
        if (spec.Text("budgetingMethod") is not { } text)
        {
            return spec.Has("budgetingMethod") ? null : BudgetingMethod.Occurrences;
        }

        var method = Enum.GetValues<BudgetingMethod>()
            .Cast<BudgetingMethod?>()
            .FirstOrDefault(one => text.Equals(one.ToString(), StringComparison.OrdinalIgnoreCase));
        if (method is null)
        {
            spec.Refuse(
                "budgetingMethod",
                $"{text} is not understood. Use one of: {string.Join(", ", Enum.GetNames<BudgetingMethod>())}."
            );
        }

        return method;
    }

    private static Promise? ReadOne(ManifestNode node, BudgetingMethod? method)
    {
        var name = node.Text("displayName");
        // Judged by the indicator, which may be missing.
        (_, _) = (node.Text("op"), node.Text("value"));
        node.Drop(
            "compositeWeight",
            "compositeWeight is left out: a journey over SLOs is an SLO of its own, with indicator.spec.composite."
        );
        var objective = Target(node);
        var sliceTarget = node.Number("timeSliceTarget");
        var grid = Grid(node);
        var budgeting = method is { } known ? Refusing(node, "timeSliceTarget", () => Of(known, sliceTarget)) : null;
        if (sliceTarget is not null && method is not (null or BudgetingMethod.Timeslices))
        {
            node.Refuse("timeSliceTarget", "Only budgetingMethod: Timeslices has a target for a slice.");
        }

        return objective is null || grid is null || budgeting is null ? null : new(objective, budgeting, grid, name);
    }

    private static Objective? Target(ManifestNode node)
    {
        var (target, percent) = (node.Number("target"), node.Number("targetPercent"));
        if (node.Has("target") == node.Has("targetPercent"))
        {
            node.Refuse(
                "target",
                node.Has("target")
                    ? "Give either target (0.999) or targetPercent (99.9), not both."
                    : "target is missing: 0.999 promises 99.9 %; or give targetPercent: 99.9."
            );
            return null;
        }

        return target is { } fraction ? Refusing(node, "target", () => Objective.Of(fraction))
            : percent is { } hundred ? Refusing(node, "targetPercent", () => Objective.OfPercent(hundred))
            : null;
    }

    private static Budgeting Of(BudgetingMethod method, decimal? sliceTarget) =>
        method switch
        {
            BudgetingMethod.Occurrences => Budgeting.Occurrences,
            BudgetingMethod.RatioTimeslices => Budgeting.RatioTimeslices,
            BudgetingMethod.Timeslices => Budgeting.Timeslices(
                sliceTarget
                    ?? throw new DomainException(
                        "timeSliceTarget is missing: the share of good events that makes a slice good, such as 0.95."
                    )
            ),
        };

    /// <summary>Minutes where it is a bare number.</summary>
    private static SliceGrid? Grid(ManifestNode node)
    {
        if (node.Text("timeSliceWindow") is not { } text)
        {
            return SliceGrid.Default;
        }

        var isMinutes = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes);
        return Refusing(
            node,
            "timeSliceWindow",
            () => new SliceGrid(isMinutes ? Duration.FromMinutes(minutes) : DurationText.Parse(text))
        );
    }

    private static T? Refusing<T>(ManifestNode node, string field, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (DomainException refusal)
        {
            node.Refuse(field, refusal.Message);
            return null;
        }
    }
}

/// <summary>What is promised, what counts against the budget, and in slices of what length.</summary>
/// <param name="Name">What people call it.</param>
internal sealed record Promise(Objective Objective, Budgeting Budgeting, SliceGrid Grid, string? Name);
