using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class IncidentJournalTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corrected_time_keeps_the_old_one_with_who_and_why()
    {
        var (story, incident) = await OpenAsync();
        var earlier = incident.ImpactStart - Duration.FromMinutes(6);

        await CorrectAsync(story, incident, Stamp.ImpactStart, earlier, "the acquirer says so");

        var correction = Assert.Single(await portal.Get<IncidentStore>().CorrectionsAsync(incident.Id, Cancellation));
        Assert.Equal(
            (incident.ImpactStart, story.Ana, "the acquirer says so"),
            (correction.Was, correction.By, correction.Reason)
        );
        Assert.Equal(Duration.FromMinutes(6), ResponseTimes.Of(await story.NewestAsync()).ToDetect);
    }

    [Fact]
    public async Task A_time_that_cannot_be_is_refused_and_nothing_is_kept_of_it()
    {
        var (story, incident) = await OpenAsync();
        var before = incident.ImpactStart - Duration.FromHours(1);

        await Assert.ThrowsAsync<DomainException>(() => CorrectAsync(story, incident, Stamp.Detected, before, "typo"));
        await Assert.ThrowsAsync<DomainException>(() => CorrectAsync(story, incident, Stamp.Mitigated, before, "typo"));
        await Assert.ThrowsAsync<InvalidInputException>(() =>
            CorrectAsync(story, incident, Stamp.ImpactStart, before, " ")
        );

        Assert.Empty(await portal.Get<IncidentStore>().CorrectionsAsync(incident.Id, Cancellation));
    }

    [Fact]
    public async Task Entries_written_at_once_are_numbered_without_gap_or_tie()
    {
        var (story, incident) = await OpenAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(number =>
                    story.Journal.NoteAsync(Story.As(story.Ana), incident.Number, $"note {number}", Cancellation)
                )
        );

        var timeline = await story.TimelineAsync(incident);
        Assert.Equal(30, timeline.Count(entry => entry.Kind is TimelineKind.Note));
        Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Select(entry => entry.Seq));
    }

    [Fact]
    public async Task A_corrected_note_is_a_new_version_and_the_old_one_stays()
    {
        var (story, incident) = await OpenAsync();
        var note = await NoteAsync(story, incident, "12 % fail");

        await story.Journal.CorrectNoteAsync(
            Story.As(story.Ana),
            incident.Number,
            note,
            note,
            "14 % fail",
            Cancellation
        );

        var read = await portal.Get<IncidentReader>().FindAsync(incident.Number, Cancellation);
        var found = Assert.Single(read!.Notes);
        Assert.Equal(("12 % fail", "14 % fail"), (found.First.Text, found.Latest.Text));
        await Assert.ThrowsAsync<ConflictException>(() =>
            story.Journal.CorrectNoteAsync(Story.As(story.Ana), incident.Number, note, note, "15 % fail", Cancellation)
        );
    }

    [Fact]
    public async Task Nobody_corrects_the_note_of_somebody_else()
    {
        var (story, incident) = await OpenAsync();
        var note = await NoteAsync(story, incident, "12 % fail");

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            story.Journal.CorrectNoteAsync(
                Story.As(story.Bo),
                incident.Number,
                note,
                note,
                "nothing fails",
                Cancellation
            )
        );
    }

    [Fact]
    public async Task A_step_ticked_by_two_is_ticked_once()
    {
        var (story, incident) = await OpenAsync();

        await Task.WhenAll(
            new[] { story.Ana, story.Bo }.Select(user =>
                story.Journal.TickAsync(Story.As(user), incident.Number, "Roll back", true, Cancellation)
            )
        );
        await story.Journal.TickAsync(Story.As(story.Chi), incident.Number, "Roll back", false, Cancellation);

        var timeline = await story.TimelineAsync(incident);
        Assert.Equal(2, timeline.Count(entry => entry.Kind is TimelineKind.Runbook));
        Assert.Equal(
            (false, story.Chi),
            (RunbookTick.Of(timeline, "Roll back")!.Done, RunbookTick.Of(timeline, "Roll back")!.By)
        );
    }

    [Fact]
    public async Task Who_is_of_another_team_may_not_write()
    {
        var (story, incident) = await OpenAsync();
        var stranger = (await Story.BeginAsync(portal)).Ana;

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            story.Journal.NoteAsync(Story.As(stranger), incident.Number, "hello", Cancellation)
        );
    }

    private async Task<(Story Story, Incident Incident)> OpenAsync()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        return (story, await story.NewestAsync());
    }

    private static async Task<int> NoteAsync(Story story, Incident incident, string text)
    {
        await story.Journal.NoteAsync(Story.As(story.Ana), incident.Number, text, Cancellation);
        return (await story.TimelineAsync(incident)).Last(entry => entry.Kind is TimelineKind.Note).Seq;
    }

    private Task CorrectAsync(Story story, Incident incident, Stamp stamp, Instant at, string reason) =>
        portal
            .Get<StampCorrections>()
            .CorrectAsync(Story.As(story.Ana), incident.Number, [(stamp, at)], reason, Cancellation);
}
