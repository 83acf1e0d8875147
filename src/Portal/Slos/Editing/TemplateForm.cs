using Portal.Domain.Slos;
using Portal.Domain.Slos.Templates;

namespace Portal.Slos.Editing;

/// <summary>Writes what a template found into the editor's form.</summary>
internal static class TemplateForm
{
    /// <param name="form">A new SLO's.</param>
    /// <param name="start">What the template found.</param>
    /// <param name="before">What an earlier template wrote: its words are replaced, those of people are kept.</param>
    public static void Take(SloForm form, TemplateStart start, TemplateStart? before)
    {
        (form.ObjectivePercent, form.Window, form.Method) = (
            start.Template.ObjectivePercent,
            "rolling 30d",
            BudgetingMethod.Occurrences
        );
        form.Off.Clear();
        if (form.Name.Length == 0 || (before is not null && form.Name == NameOf(before)))
        {
            form.Name = NameOf(start);
        }

        if (string.IsNullOrWhiteSpace(form.Description) || (before is not null && form.Description == Says(before)))
        {
            form.Description = Says(start);
        }

        Write(form.Sli, start);
    }

    /// <summary>checkout-errors.</summary>
    public static string NameOf(TemplateStart start) =>
        start.Service is { Length: > 0 } service && service.Length < 50
            ? $"{service}-{start.Template.Title.ToLowerInvariant()}"
            : start.Template.Id;

    /// <summary>A sentence for people who do not read PromQL.</summary>
    public static string Says(TemplateStart start) =>
        char.ToUpperInvariant(start.Template.Measures[0]) + start.Template.Measures[1..];

    private static void Write(SliForm sli, TemplateStart start)
    {
        sli.Kind = KindOf(start);
        (sli.Part, sli.Total, sli.Histogram, sli.Bound, sli.Limit) = ("", "", "", null, null);
        (sli.Counter, sli.CountsGood, sli.Native) = (true, false, false);
        switch (start.Draft?.Query)
        {
            case DraftQuery.Share share:
                (sli.Part, sli.Total) = (share.Bad, share.Total);
                break;
            case DraftQuery.Fast fast:
                (sli.Histogram, sli.Bound, sli.Native) = (fast.Histogram, fast.Bound, fast.Native);
                break;
            case DraftQuery.Level level:
                (sli.Part, sli.Op, sli.Limit) = (level.Query, level.IsGood, level.Limit);
                break;
            case DraftQuery.Up up:
                (sli.Part, sli.CountsGood) = (up.Gauge, true);
                break;
        }
    }

    /// <summary>Also where nothing was found, so that the fields ask for what the template needs.</summary>
    private static SliKind KindOf(TemplateStart start) =>
        (start.Draft?.Query, start.Template.Question) switch
        {
            (DraftQuery.Share, _) => SliKind.Events,
            (DraftQuery.Fast, _) => SliKind.Latency,
            (DraftQuery.Level, _) => SliKind.Value,
            (DraftQuery.Up, _) => SliKind.Gauge,
            (_, TemplateQuestion.Errors or TemplateQuestion.Faults) => SliKind.Events,
            (_, TemplateQuestion.Duration) => SliKind.Latency,
            _ => SliKind.Value,
        };
}
