using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>What is wrong with a rule: errors keep it from being saved, warnings do not.</summary>
public sealed partial record RuleFindings(IReadOnlyList<RuleFinding> Errors, IReadOnlyList<RuleFinding> Warnings)
{
    /// <summary>Labels that the portal sets itself; they are fields of a rule, or belong to its own alerts.</summary>
    private static readonly string[] Reserved =
    [
        "__name__",
        "alertname",
        "service",
        "severity",
        AlertInstance.ReasonLabel,
    ];

    public static RuleFindings Of(AlertRule rule) =>
        new(
            [.. Names(rule), .. Bounds(rule), .. Conditions(rule.Condition), .. Texts(rule), .. Help(rule)],
            [.. Doubts(rule), .. DoubtsOfCritical(rule)]
        );

    private static IEnumerable<RuleFinding> Names(AlertRule rule)
    {
        foreach (
            var (path, text, what) in new[]
            {
                ("service", rule.Service, "Name the service that this rule watches."),
                ("backend", rule.Backend, "Name the backend to ask."),
                ("query", rule.Query, "A rule needs a query."),
            }
        )
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return new(path, what);
            }
        }
    }

    private static IEnumerable<RuleFinding> Bounds(AlertRule rule)
    {
        if (rule.Interval < AlertRule.ShortestInterval)
        {
            yield return new("interval", "The interval must be at least 1s.");
        }

        if (rule.For < Duration.Zero)
        {
            yield return new("for", "A duration cannot be negative.");
        }

        if (rule.KeepFiringFor < Duration.Zero)
        {
            yield return new("keepFiringFor", "A duration cannot be negative.");
        }

        if (rule.Limit < 1)
        {
            yield return new("limit", "The limit must be at least 1.");
        }
    }

    private static IEnumerable<RuleFinding> Conditions(ThresholdCondition condition)
    {
        if (!double.IsFinite(condition.Threshold))
        {
            yield return new("condition.threshold", "The threshold must be a number.");
        }

        if (condition.Recovery is not { } recovery)
        {
            yield break;
        }

        var threshold = condition.Threshold.ToString(CultureInfo.InvariantCulture);
        var wrong = condition.Operator switch
        {
            Comparison.Above or Comparison.AtLeast => recovery <= condition.Threshold
                ? null
                : $"Recovery must be at or below the threshold {threshold}.",
            Comparison.Below or Comparison.AtMost => recovery >= condition.Threshold
                ? null
                : $"Recovery must be at or above the threshold {threshold}.",
            Comparison.Equal or Comparison.NotEqual =>
                $"{condition.Operator.Symbol()} has no good side to recover to. Leave recovery out, or use >, >=, < or <=.",
        };
        if (wrong is not null)
        {
            yield return new("condition.recovery", wrong);
        }
    }

    private static IEnumerable<RuleFinding> Texts(AlertRule rule)
    {
        foreach (var (name, text) in rule.Labels)
        {
            if (Reserved.Contains(name, StringComparer.Ordinal))
            {
                yield return new($"labels.{name}", $"The portal sets the label {name} itself.");
            }
            else if (!AnnotationTemplate.TryParse(text, out var template, out var error))
            {
                yield return new($"labels.{name}", error);
            }
            else if (template.NamesValue)
            {
                yield return new(
                    $"labels.{name}",
                    "A label is part of the alert's identity, so the value cannot be in it: each change would be a new alert. Put it in an annotation."
                );
            }
        }

        foreach (var (name, text) in rule.Annotations)
        {
            if (!AnnotationTemplate.TryParse(text, out _, out var error))
            {
                yield return new($"annotations.{name}", error);
            }
        }
    }

    private static IEnumerable<RuleFinding> Help(AlertRule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.Runbook))
        {
            if (rule.Severity == Severity.Critical)
            {
                yield return new(
                    "runbook",
                    "A critical rule wakes somebody up: it needs a runbook that says what to do."
                );
            }
        }
        else if (!RunbookName().IsMatch(rule.Runbook) && !IsWebAddress(rule.Runbook))
        {
            yield return new(
                "runbook",
                "A runbook is the name of one (a-z, 0-9 and -) or an address that begins with http:// or https://."
            );
        }
    }

    private static IEnumerable<RuleFinding> Doubts(AlertRule rule)
    {
        if (rule.For > Duration.Zero && rule.For < rule.Interval)
        {
            yield return new("for", "Shorter than the interval: it fires at the second evaluation.");
        }
    }

    /// <summary>What makes pages that nobody should have got.</summary>
    private static IEnumerable<RuleFinding> DoubtsOfCritical(AlertRule rule)
    {
        if (rule.Severity != Severity.Critical)
        {
            yield break;
        }

        if (rule.For == Duration.Zero)
        {
            yield return new(
                "for",
                "A critical rule without “for” pages on a single bad evaluation. Most rules wait a minute or more."
            );
        }

        var names = Quoted().Replace(rule.Query, "");
        if (Average().IsMatch(names))
        {
            yield return new(
                "query",
                "An average hides the users who suffer most. Page on a quantile, or on the share of bad requests."
            );
        }

        if (Cause().Match(names) is { Success: true, Value: var cause })
        {
            yield return new(
                "query",
                $"{cause} is a cause, not what users feel. Page on errors or latency, and make this a warning."
            );
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0;

    [GeneratedRegex(
        "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RunbookName();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|`[^`]*`", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"\bavg(_over_time)?\s*(\(|by\b|without\b)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Average();

    [GeneratedRegex(
        @"\b\w*(cpu|memory|_mem_|disk_|filesystem|_load1\b|_load5\b|_load15\b)\w*",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Cause();
}

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Path">The field, below <c>spec</c>: <c>condition.recovery</c>, <c>annotations.summary</c>.</param>
/// <param name="Message">A sentence for the author.</param>
public readonly record struct RuleFinding(string Path, string Message);
