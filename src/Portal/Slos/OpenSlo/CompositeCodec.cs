using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// A user journey: <c>composite: { method: weighted|worstOf|allGood, members: [{ slo, weight? }] }</c>. OpenSLO v1 has
/// none; the portal's stands where a <c>ratioMetric</c> would.
/// </summary>
internal static class CompositeCodec
{
    public const string Field = "composite";

    public static CompositeSli? Read(ManifestNode node)
    {
        var before = node.Errors.Count;
        var method = node.Word<CompositeMethod>("method");
        if (!node.Has("method"))
        {
            node.Refuse("method", "method is missing: weighted, worstOf or allGood.");
        }

        var members = node.Items("members").Select(Member).OfType<CompositeMember>().ToList();
        node.Done();
        if (node.Errors.Count > before || method is not { } known)
        {
            return null;
        }

        try
        {
            return new CompositeSli(known, members);
        }
        catch (DomainException refusal)
        {
            node.Refuse("members", refusal.Message);
            return null;
        }
    }

    public static JsonObject Write(CompositeSli composite) =>
        new()
        {
            ["method"] = Words.Of(composite.Method),
            ["members"] = new JsonArray([
                .. composite.Members.Select(member =>
                    member.Weight == 1
                        ? new JsonObject { ["slo"] = member.Slo }
                        : new JsonObject { ["slo"] = member.Slo, ["weight"] = member.Weight.Plain() }
                ),
            ]),
        };

    /// <summary>What composites would be like with all definitions as they would be: nested too deep, in a circle, or in finer slices than a member.</summary>
    public static IEnumerable<(string Path, string Message)> Check(Slo slo, IDefinitions definitions) =>
        Levels(slo, definitions).Concat(Slices(slo, definitions));

    private static IEnumerable<(string Path, string Message)> Levels(Slo slo, IDefinitions definitions)
    {
        var deep = definitions
            .All<Slo>()
            .FirstOrDefault(one =>
                one.Spec.Sli is CompositeSli composite
                && composite.Levels(name => definitions.Find<Slo>(name)?.Spec.Sli) > CompositeSli.MostLevels
            );
        if (slo.Sli is CompositeSli && deep is not null)
        {
            yield return (
                $"indicator.spec.{Field}.members",
                $"{deep.Name} would reach over more than {CompositeSli.MostLevels} levels of composites, or contain itself: name its parts directly."
            );
        }
    }

    /// <summary>
    /// The end of a slice of a composite is one of each member's, for a slice that is not over yet is a gap. It is asked of a
    /// composite and of a member alike.
    /// </summary>
    private static IEnumerable<(string Path, string Message)> Slices(Slo slo, IDefinitions definitions) =>
        definitions
            .All<Slo>()
            .Where(journey => journey.Spec.Sli is CompositeSli)
            .SelectMany(journey =>
                ((CompositeSli)journey.Spec.Sli)
                    .Members.Select(member => definitions.Find<Slo>(member.Slo))
                    .OfType<Definition<Slo>>()
                    .Select(member => (Journey: journey, Member: member))
            )
            .Where(pair => pair.Journey.Spec == slo || pair.Member.Spec == slo)
            .Where(pair => !pair.Journey.Spec.Grid.IsMultipleOf(pair.Member.Spec.Grid))
            .Select(pair =>
            {
                var (journey, member) = (SliceOf(pair.Journey), SliceOf(pair.Member));
                return (
                    "objectives[0].timeSliceWindow",
                    $"{pair.Journey.Name} is judged in slices of {journey}, and its member {pair.Member.Name} is measured in slices of {member}: make the timeSliceWindow of {pair.Journey.Name} {member}, or several of them."
                );
            });

    private static string SliceOf(Definition<Slo> slo) => DurationText.Format(slo.Spec.Grid.Slice);

    private static CompositeMember? Member(ManifestNode node)
    {
        var before = node.Errors.Count;
        var slo = node.Required("slo", "name an SLO that is part of the journey.");
        var weight = node.Number("weight") ?? 1;
        node.Done();
        return node.Errors.Count > before ? null : new CompositeMember(slo, weight);
    }
}
