using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Domain.Teams;
using Portal.Ui;

namespace Portal.Access.Pages;

/// <summary>Reads the audit log, its filters in the address.</summary>
public sealed partial class AuditList : IDisposable
{
    private const int PageSize = 50;

    private readonly LatestOnly loads = new();

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    public string? Named { get; set; }

    [SupplyParameterFromQuery]
    public string? Who { get; set; }

    /// <summary>The id of the last entry of the page before.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    [Inject]
    internal AuditLog Audit { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private IReadOnlyList<AuditEntry>? entries;
    private string? refusal;
    private (Tone Tone, string Text)? verdict;
    private bool verifying;

    private int Filters => new[] { Kind, Named, Who }.Count(filter => !string.IsNullOrEmpty(filter));

    private string Older =>
        "/"
        + Navigation.ToBaseRelativePath(
            Navigation.GetUriWithQueryParameter("before", entries![^1].Id.ToString(CultureInfo.InvariantCulture))
        );

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            Authoriser.Demand(await Current.GetAsync(), Role.Lead, null, "read the audit log");
            entries = await Audit.ListAsync(Of(Kind), Of(Named), Of(Who), Before, PageSize, loads.Next());
        }
        catch (ForbiddenException forbidden)
        {
            refusal = forbidden.Message;
        }
        catch (OperationCanceledException)
        {
            // a newer load took over
        }
    }

    public void Dispose() => loads.Dispose();

    private static string? Of(string? filter) => string.IsNullOrWhiteSpace(filter) ? null : filter.Trim();

    private void Go(string? kind = null, string? name = null, string? who = null)
    {
        var query = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = Of(kind ?? Kind),
            ["name"] = Of(name ?? Named),
            ["who"] = Of(who ?? Who),
            ["before"] = null,
        };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query));
    }

    private async Task VerifyAsync()
    {
        verifying = true;
        verdict = await Audit.FirstBrokenAsync(CancellationToken.None) is { } broken
            ? (
                Tone.Critical,
                $"The chain breaks at entry {broken}: it, or one before it, was changed or removed outside the portal."
            )
            : (Tone.Ok, "The chain holds: no entry was changed or removed.");
        verifying = false;
    }
}
