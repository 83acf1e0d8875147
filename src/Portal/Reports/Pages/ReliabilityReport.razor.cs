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

    /// <summary>So many months can be chosen; older ones by their address.</summary>
    private const int MostMonths = 24;

    private IReadOnlyList<Choice> ranges = [];

    private IReadOnlyList<Choice> months = [];
    private string? month;
    private string? sloCsv;
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
        chosen = Team is { } team && Definitions.Find<Team>(team) is not null ? team : null;
        var grouping = Words.TryParse<ReportGrouping>(By ?? "", out var word) ? word : ReportGrouping.Severity;
        var period = ReportPeriod.Of(Range, now, Viewer.Zone);
        var named = ReportPeriod.MonthOf(Range);
        var question = new ReportQuestion(period, grouping, chosen, now, Viewer.Zone, named);
        month = named is { } asked ? YearMonthPattern.Iso.Format(asked) : null;
        ranges =
        [
            new("30d", "30 d"),
            new("90d", "90 d"),
            .. named is { } chosenMonth ? [Month(chosenMonth)] : Array.Empty<Choice>(),
        ];
        months = Months(question.Today.ToYearMonth(), named);
        sloCsv = month is null
            ? null
            : $"/api/v1/reports/slos.csv?month={month}{(chosen is null ? "" : $"&team={chosen}")}";
        span = Span(period);
        compared = $"compared with {Days(question.Before)}";
        end = question.End == now ? "now" : $"at the end of {Day(period.End - Duration.Epsilon)}";
        csv = $"/api/v1/reports/response-times.csv?from={Rfc(period.Start)}&to={Rfc(period.End)}";
        return question;
    }

    private void Turn(string query, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(query, string.IsNullOrEmpty(value) ? null : value));

    /// <summary>This month and those before it, newest first; another month of the address is a choice too.</summary>
    private static IReadOnlyList<Choice> Months(YearMonth present, YearMonth? asked) =>
        [
            .. Enumerable
                .Range(0, MostMonths)
                .Select(back => present.PlusMonths(-back))
                .Union(asked is { } named ? [named] : [])
                .Select(Month),
        ];

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
