using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.Postmortems;
using Portal.Ui;

namespace Portal.Postmortems.Pages;

/// <summary>Saves each section when it is left; whoever saved meanwhile is named, and no text of either is lost.</summary>
public sealed partial class PostmortemEditor : IDisposable
{
    private readonly LatestOnly loads = new();
    private IReadOnlyList<Crumb> crumbs = [new("Postmortems", "/postmortems")];
    private Postmortem? postmortem;
    private List<SectionDraft> sections = [];
    private string title = "";
    private int version;
    private string status = "Each section is saved when you leave it.";
    private string? conflict;
    private string? failure;
    private string? refused;
    private bool saving;

    /// <summary>The number of the incident, or the id.</summary>
    [Parameter]
    public required string Key { get; set; }

    [Inject]
    internal PostmortemStore Store { get; init; } = null!;

    [Inject]
    internal PostmortemCommands Commands { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal PostmortemApproval Approval { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private bool IsDirty => title != postmortem!.Title || sections.Exists(section => section.IsDirty);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var found = await Store.FindAsync(PostmortemKey.Of(Key), token);
            failure = null;
            refused = found is null ? $"There is no postmortem {Key}" : await WhyNotAsync(found);
            if (found is not null && refused is null)
            {
                (postmortem, title, version) = (found, found.Title, found.Version);
                sections = [.. found.Sections.Select(section => new SectionDraft(section))];
                crumbs =
                [
                    new("Postmortems", "/postmortems"),
                    new($"#{found.Incident}", $"/postmortems/{found.Incident}"),
                ];
            }
        }
        catch (NpgsqlException lost)
        {
            failure = $"The database did not answer: {lost.Message}";
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<string?> WhyNotAsync(Postmortem found)
    {
        var rights = PostmortemRights.Of(found, await Current.GetAsync(), Authoriser, Approval);
        return rights.Write ? null
            : found.State is PostmortemState.Approved or PostmortemState.Published ? found.StateSentence()
            : $"Writing needs the role responder{(found.Team is { } team ? $" in the team {team}" : "")}";
    }

    private Task RenameAsync(string? name)
    {
        title = name ?? "";
        return SaveAsync();
    }

    /// <summary>One save at a time; what was written while one ran is saved by the next round.</summary>
    private async Task SaveAsync()
    {
        if (saving || conflict is not null)
        {
            return;
        }

        saving = true;
        try
        {
            while (IsDirty && await TrySaveAsync()) { }
        }
        finally
        {
            saving = false;
        }
    }

    private async Task<bool> TrySaveAsync()
    {
        status = "Saving …";
        var texts = sections.Where(one => one.IsDirty).Select(one => one.Send()).ToList();
        try
        {
            var actor = await Current.GetAsync();
            Take(await Commands.EditAsync(actor, postmortem!.Id, version, title, texts, CancellationToken.None));
            var at = Moments.Text(postmortem.UpdatedAt, Viewer.Zone, Clock.GetCurrentInstant());
            status = $"Saved {at}, version {version}.";
            return true;
        }
        catch (DomainException refusal)
        {
            var now = await Store.FindAsync(PostmortemKey.Of(postmortem!.Id), CancellationToken.None);
            conflict = now is not null && now.Version != version ? refusal.Message : null;
            status = conflict is null ? $"Not saved: {refusal.Message}" : "Not saved.";
        }
        catch (Exception lost) when (lost is NpgsqlException || Refusals.IsRefusal(lost))
        {
            status = $"Not saved: {lost.Message}";
        }

        return false;
    }

    private void Take(Postmortem saved)
    {
        (postmortem, version) = (saved, saved.Version);
        foreach (var section in saved.Sections)
        {
            if (sections.Find(one => one.Title == section.Title) is { } mine)
            {
                mine.Take(section);
            }
            else
            {
                sections.Add(new(section));
            }
        }
    }

    private async Task LoadTheirsAsync()
    {
        if (await Store.FindAsync(PostmortemKey.Of(postmortem!.Id), CancellationToken.None) is { } theirs)
        {
            var renamed = title != postmortem.Title;
            Take(theirs);
            title = renamed ? title : theirs.Title;
            conflict = null;
            status = $"Loaded version {version} of {theirs.UpdatedBy}.";
            await SaveAsync();
        }
    }

    private void TakeActions(Postmortem changed) => postmortem = changed;

    public void Dispose() => loads.Dispose();
}
