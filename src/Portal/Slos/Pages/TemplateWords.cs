using Portal.Domain.Alerting;
using Portal.Domain.Slos.Templates;
using Portal.Slos.Editing;

namespace Portal.Slos.Pages;

/// <summary>What a template found, in sentences.</summary>
internal static class TemplateWords
{
    /// <summary>What was looked for, where nothing was sure enough.</summary>
    public static string NotFound(TemplateStart start) =>
        start.Known == 0
            ? $"{start.Backend} tells no metrics now."
            : $"No {WordOf(start.Template.Question)} was found in {start.Backend}{(start.Choices.Count > 0 && start.Service is not null ? $" for {start.Service}" : "")}.";

    /// <summary>What to do instead.</summary>
    public static string Then(TemplateStart start) =>
        start.Known == 0 ? "Write the queries below, or try again later." : "Pick one below, or write the query.";

    /// <summary>What is missing, and how it is mended.</summary>
    public static string Of(TemplateGap gap, TemplateStart start) =>
        gap switch
        {
            TemplateGap.Service =>
                $"No label of it says {start.Service}: every series counts. Narrow it with “Only where” below.",
            TemplateGap.Failure => "No label of it tells failures: pick below which events are bad.",
        };

    /// <summary>What is good about it.</summary>
    public static string Means(TemplateDraft draft) =>
        draft.Query switch
        {
            DraftQuery.Fast fast =>
                $"fast within {fast.Bound:0.######} {(fast.Histogram.Contains("milliseconds", StringComparison.Ordinal) ? "ms" : "s")}",
            DraftQuery.Level level =>
                $"good while {(level.IsGood is Comparison.Above ? "above" : "at most")} {level.Limit:0.######}",
            DraftQuery.Up => "where 1 is good",
            _ => "",
        };

    private static string WordOf(TemplateQuestion question) =>
        question switch
        {
            TemplateQuestion.Duration => "histogram of request times",
            TemplateQuestion.Rate => "counter of requests",
            TemplateQuestion.Errors => "counter of requests that tells failures",
            TemplateQuestion.Fullness => "metric of memory, connections or files with its limit",
            TemplateQuestion.Utilisation => "metric of processor time",
            TemplateQuestion.Waiting => "metric of what waits for the processor",
            TemplateQuestion.Faults => "metric of faults below the service",
        };
}
