using System.Text.Json.Nodes;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Editing;

/// <summary>What is measured, as somebody types it. Each kind uses some of the fields; what the others hold stays for a change of mind.</summary>
public sealed class SliForm
{
    public SliKind Kind { get; set; }

    public string? Backend { get; set; }

    /// <summary>Whether <see cref="Part"/> counts good events, or a gauge whose 1 is good.</summary>
    public bool CountsGood { get; set; }

    /// <summary>Good or bad events, the gauge, or the value.</summary>
    public string Part { get; set; } = "";

    public string Total { get; set; } = "";

    /// <summary>Whether the portal takes the increase of plain selectors, or the queries count slices themselves.</summary>
    public bool Counter { get; set; } = true;

    /// <summary>The selector of a histogram, without the suffixes of its parts.</summary>
    public string Histogram { get; set; } = "";

    /// <summary>What is fast enough, in the histogram's unit.</summary>
    public decimal? Bound { get; set; }

    public bool Native { get; set; }

    /// <summary>How a good value compares with <see cref="Limit"/>.</summary>
    public Comparison Op { get; set; } = Comparison.AtMost;

    public decimal? Limit { get; set; }

    /// <summary>How the members of a journey make it up.</summary>
    public CompositeMethod Method { get; set; }

    /// <summary>Of a journey.</summary>
    public IList<MemberForm> Members { get; init; } = [];

    public static SliForm Of(Sli sli) =>
        sli switch
        {
            RatioSli ratio => new()
            {
                Backend = ratio.Backend,
                CountsGood = ratio.Good is not null,
                Part = (ratio.Good ?? ratio.Bad)!.Query,
                Total = ratio.Total.Query,
                Counter = ratio.Total.Counter,
            },
            LatencySli latency => new()
            {
                Kind = SliKind.Latency,
                Backend = latency.Backend,
                Histogram = latency.Histogram,
                Bound = latency.Threshold,
                Native = latency.Native,
            },
            GaugeSli gauge => new()
            {
                Kind = SliKind.Gauge,
                Backend = gauge.Backend,
                Part = gauge.Gauge,
                CountsGood = !gauge.IsFailure,
            },
            ThresholdSli value => new()
            {
                Kind = SliKind.Value,
                Backend = value.Backend,
                Part = value.Query,
                Op = value.IsGood,
                Limit = value.Threshold,
            },
            CompositeSli composite => new()
            {
                Kind = SliKind.Journey,
                Method = composite.Method,
                Members =
                [
                    .. composite.Members.Select(member => new MemberForm { Slo = member.Slo, Weight = member.Weight }),
                ],
            },
            _ => throw new InvalidOperationException($"{sli.GetType().Name} has no form"),
        };

    /// <summary>With queries that always hold, to see what the rest of a form brings.</summary>
    public static SliForm Any() =>
        new()
        {
            Backend = nameof(Backend),
            Part = "up",
            Total = "up",
        };

    /// <summary>The indicator's spec, as OpenSLO writes it.</summary>
    public JsonObject ToSpec() =>
        Kind switch
        {
            SliKind.Events => Ratio(
                new()
                {
                    ["counter"] = Counter,
                    [CountsGood ? "good" : "bad"] = Query(Part),
                    ["total"] = Query(Total),
                }
            ),
            SliKind.Latency => Ratio(
                new()
                {
                    ["counter"] = true,
                    ["good"] = SourceCodec.Write(
                        Backend ?? "",
                        new()
                        {
                            ["histogram"] = Histogram,
                            ["le"] = Bound,
                            ["native"] = Native,
                        }
                    ),
                    ["total"] = SourceCodec.Write(Backend ?? "", new() { ["histogram"] = Histogram }),
                }
            ),
            SliKind.Gauge => Ratio(
                new()
                {
                    ["counter"] = false,
                    ["rawType"] = CountsGood ? "success" : "failure",
                    ["raw"] = Query(Part),
                }
            ),
            SliKind.Value => new() { ["thresholdMetric"] = Query(Part) },
            SliKind.Journey => new()
            {
                [CompositeCodec.Field] = new JsonObject
                {
                    ["method"] = Words.Of(Method),
                    ["members"] = new JsonArray([
                        .. Members.Select(member => new JsonObject
                        {
                            ["slo"] = member.Slo,
                            ["weight"] = member.Weight,
                        }),
                    ]),
                },
            },
        };

    /// <summary>What the objective says of a good value; only for the kind that judges values.</summary>
    public void AddCondition(JsonObject objective)
    {
        if (Kind is SliKind.Value)
        {
            (objective["op"], objective["value"]) = (GoodValue.Op(Op), Limit);
        }
    }

    private static JsonObject Ratio(JsonObject ratio) => new() { ["ratioMetric"] = ratio };

    private JsonObject Query(string query) => SourceCodec.Write(Backend ?? "", new() { ["query"] = query });
}

/// <summary>The kinds of indicators that the editor knows.</summary>
public enum SliKind
{
    /// <summary>Good or bad events over all events.</summary>
    Events,

    /// <summary>Requests within a time, by a histogram.</summary>
    Latency,

    /// <summary>The mean of a gauge between 0 and 1.</summary>
    Gauge,

    /// <summary>Slices whose value is as it should be.</summary>
    Value,

    /// <summary>Over several SLOs.</summary>
    Journey,
}

/// <summary>A member of a journey, as it is typed.</summary>
public sealed class MemberForm
{
    public string? Slo { get; set; }

    public decimal? Weight { get; set; } = 1;
}
