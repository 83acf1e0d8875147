using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Portal.Data;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Reports.Pages;

public sealed partial class ReliabilityReport : IDisposable
{
    private readonly LatestOnly loads = new();
    private readonly IReadOnlyList<Choice> groupings =
    [
        new("severity", "Severity"),
        new("service", "Service"),
        new("team", "Team"),
    ];

    private IReadOnlyList<Choice> ranges = [];
    private Reliability? report;
    private string span = "";
    private string csv = "";
    private string compared = "";
    private string end = "";
    private string? chosen;
    private string? failure;

    /// <summary>30d, 90d, or a month as 2026-11.</summary>
    [SupplyParameterFromQuery]
    private string? Range { get; set; }

    /// <summary>severity, service or team.</summary>
    [SupplyParameterFromQuery]
    private string? By { get; set; }

    /// <summary>The name of one; all without it, or with one that there is not.</summary>
    [SupplyParameterFromQuery]
    private string? Team { get; set; }

    [Inject]
    internal CompileReliability Compile { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private IEnumerable<string> Teams => Definitions.All<Team>().Select(team => team.Name);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        var question = Ask(Clock.GetCurrentInstant());
        try
        {
            report = await Compile.RunAsync(question, token);
            failure = null;
        }
        catch (Exception lost) when (lost is NpgsqlException or InvalidInputException)
        {
            failure = lost.Message;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return;
        }
    }

    private ReportQuestion Ask(Instant now)
    {
        chosen = Team is { } named && Definitions.Find<Team>(named) is not null ? named : null;
        var grouping = Words.TryParse<ReportGrouping>(By ?? "", out var word) ? word : ReportGrouping.Severity;
        var period = ReportPeriod.Of(Range, now, Viewer.Zone);
        var question = new ReportQuestion(period, grouping, chosen, now, Viewer.Zone);
        ranges = Ranges(question.Today);
        span = Span(period);
        compared = $"compared with {Days(question.Before)}";
        end = question.End == now ? "now" : $"at the end of {Day(period.End - Duration.Epsilon)}";
        csv = $"/api/v1/reports/response-times.csv?from={Rfc(period.Start)}&to={Rfc(period.End)}";
        return question;
    }

    private void Choose(string? team) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("team", string.IsNullOrEmpty(team) ? null : team));

    /// <summary>The last days, this month and the two before it; another month of the address is a choice too.</summary>
    private List<Choice> Ranges(LocalDate today)
    {
        var choices = new List<Choice> { new("30d", "30 d"), new("90d", "90 d") };
        choices.AddRange(
            Enumerable.Range(0, 3).Select(back => today.PlusMonths(-back)).Select(day => Month(day.ToYearMonth()))
        );
        if (
            Range is { } chosen
            && choices.TrueForAll(one => one.Value != chosen)
            && YearMonthPattern.Iso.Parse(chosen) is { Success: true, Value: var month }
        )
        {
            choices.Add(Month(month));
        }

        return choices;
    }

    private static Choice Month(YearMonth month) =>
        new(
            YearMonthPattern.Iso.Format(month),
            month.OnDayOfMonth(1).ToString("MMM uuuu", CultureInfo.InvariantCulture)
        );

    private string Span(TimeRange period)
    {
        var days = Math.Round(period.Duration.TotalDays).ToString("0", CultureInfo.InvariantCulture);
        return $"{Days(period)}, {days}{Numbers.NoBreakSpace}days";
    }

    private string Days(TimeRange period) => $"{Day(period.Start)} to {Day(period.End - Duration.Epsilon)}";

    private string Day(Instant at) => at.InZone(Viewer.Zone).Date.ToString("d MMMM uuuu", CultureInfo.InvariantCulture);

    private static string Rfc(Instant at) => InstantPattern.General.Format(at);

    private Task PrintAsync() => Script.InvokeVoidAsync("print").AsTask();

    public void Dispose() => loads.Dispose();
}
