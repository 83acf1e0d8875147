using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Import;

/// <summary>
/// Queries with <c>{{.window}}</c> in their ranges. Rates per second become increases, so that the ledger counts events; the
/// plain <c>sum(rate(selector[{{.window}}]))</c> becomes the selector, of which the portal takes the increase itself.
/// </summary>
internal static partial class WindowedQuery
{
    private const string Window = @"\{\{\s*\.window\s*\}\}";

    public static JsonObject Ratio(
        ManifestNode at,
        (string Field, string Query) errors,
        (string Field, string Query) total,
        string backend
    )
    {
        if (Selector(errors.Query) is { } bad && Selector(total.Query) is { } all)
        {
            return RatioCodec.Write(
                new RatioSli(backend, null, new CounterQuery(bad, true), new CounterQuery(all, true))
            );
        }

        return RatioCodec.Write(new RatioSli(backend, null, Counted(at, errors), Counted(at, total)));
    }

    /// <summary>
    /// A share of failures: 1 · share bad of 1, for each slice that has one. A gauge, where it is the selector of one; a
    /// share that is absent makes both absent, for silence is not good.
    /// </summary>
    public static JsonObject ErrorRatio(ManifestNode at, string field, string query, string backend)
    {
        if (SelectorSum.Parse(query) is [var gauge])
        {
            return RatioCodec.Write(new GaugeSli(backend, gauge, isFailure: true));
        }

        at.Warn(
            field,
            "A ratio does not say of how many events: every slice of time weighs the same (RatioTimeslices)."
        );
        TellFixed(at, field, query);
        var share = query.Trim();
        return RatioCodec.Write(
            new RatioSli(
                backend,
                null,
                new CounterQuery(share, false),
                new CounterQuery($"0 * ({SliceQuery.Enclosed(share)}) + 1", false)
            )
        );
    }

    private static CounterQuery Counted(ManifestNode at, (string Field, string Query) written)
    {
        TellFixed(at, written.Field, written.Query);
        if (Grouped().IsMatch(written.Query))
        {
            at.Warn(written.Field, "Groups are added up: one SLO measures all of them.");
        }

        return new CounterQuery(Rate().Replace(written.Query.Trim(), "increase("), false);
    }

    private static void TellFixed(ManifestNode at, string field, string query)
    {
        if (!AnyWindow().IsMatch(query))
        {
            at.Warn(
                field,
                "It has no {{.window}}: it is taken as what happens in one slice of a minute. Put {{.window}} where the range belongs."
            );
        }
    }

    /// <returns>Null where it is not the sum of the rate of one selector.</returns>
    private static string? Selector(string query) =>
        PlainSum().Match(query) is { Success: true } sum
        && SelectorSum.Parse(sum.Groups["selector"].Value) is [var selector]
            ? selector.Trim()
            : null;

    [GeneratedRegex(
        $@"^\s*sum\s*\(\s*(rate|increase)\s*\((?<selector>[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*)\[{Window}\]\s*\)\s*\)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex PlainSum();

    [GeneratedRegex(@"\brate\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Rate();

    [GeneratedRegex(
        @"\bsum\s+(by|without)\b|\)\s*(by|without)\s*\([^()]*\)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Grouped();

    [GeneratedRegex(Window, RegexOptions.NonBacktracking)]
    private static partial Regex AnyWindow();
}
