using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Tests.Incidents;

/// <summary>Merges against each other and against alerts, on one database: somebody wins, nobody waits for ever.</summary>
[Collection("incidents")]
public sealed class MergeRaceTests(StillPortal portal)
{
    private const int Rounds = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_opposite_merges_one_wins_and_the_other_is_told_who_was_first()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (story, down, slow) = await TwoAsync();

            var refusals = await Task.WhenAll(
                RefusalAsync(story.MergeAsync(story.Ana, down, slow)),
                RefusalAsync(story.MergeAsync(story.Bo, slow, down))
            );

            var refusal = Assert.Single(refusals.OfType<string>());
            Assert.Contains("merged it", refusal, StringComparison.Ordinal);
            var open = Assert.Single(await story.AllAsync(), one => one.IsOpen);
            Assert.Equal(2, (await AlertsAsync(open)).Count);
            Assert.Equal(2, open.TriggerCount);
        }
    }

    [Fact]
    public async Task Of_a_merge_and_an_alert_that_resolves_the_source_either_is_first_and_no_alert_is_lost()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (story, down, slow) = await TwoAsync();

            var merge = RefusalAsync(story.MergeAsync(story.Ana, down, slow));
            await Task.WhenAll(merge, story.QuietAsync("down"));

            var refusal = await merge;
            var source = await story.ReadAsync(down);
            Assert.False(source.IsOpen);
            Assert.Equal(refusal is null, source.IsMerged);
            Assert.True(refusal?.Contains("its source resolved it at", StringComparison.Ordinal) ?? true);
            var target = await story.ReadAsync(slow);
            Assert.True(target.IsOpen);
            Assert.Single(await AlertsAsync(target), alert => alert.ResolvedAt is null);
            await story.QuietAsync("slow", Severity.Warning);
            Assert.False((await story.ReadAsync(slow)).IsOpen);
        }
    }

    [Fact]
    public async Task Triggers_of_the_merged_group_during_the_merge_all_end_in_the_one_that_goes_on()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (story, down, slow) = await TwoAsync();

            var triggers = Enumerable.Range(0, 12).Select(number => story.FireAsync($"down-{number}"));
            await Task.WhenAll([.. triggers, story.MergeAsync(story.Ana, down, slow)]);

            Assert.Equal(2, (await story.AllAsync()).Count);
            var target = await story.ReadAsync(slow);
            Assert.Equal((14, 14), (target.TriggerCount, (await AlertsAsync(target)).Count));
            var timeline = await story.TimelineAsync(target);
            Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Select(entry => entry.Seq));
        }
    }

    [Fact]
    public async Task A_look_that_finds_alerts_of_both_and_a_merge_do_not_wait_for_each_other()
    {
        for (var round = 0; round < Rounds; round++)
        {
            // Opened the other way round, so that the order of the groups is not that of the numbers.
            var story = await Story.BeginAsync(portal);
            await story.FireAsync("slow", Severity.Warning);
            var slow = await story.NewestAsync();
            await story.FireAsync("down");
            var down = await story.NewestAsync();
            var (from, into) = round % 2 == 0 ? (down, slow) : (slow, down);

            var looks = Enumerable
                .Range(0, 4)
                .Select(number =>
                    story.FireAllAsync(($"down-{number}", Severity.Critical), ($"slow-{number}", Severity.Warning))
                );
            await Task.WhenAll([.. looks, story.MergeAsync(story.Ana, from, into)]);

            var target = await story.ReadAsync(into);
            Assert.Equal(2, (await story.AllAsync()).Count);
            Assert.Equal((10, 10), (target.TriggerCount, (await AlertsAsync(target)).Count));
        }
    }

    private Task<IReadOnlyList<IncidentAlert>> AlertsAsync(Incident incident) =>
        portal.Get<IncidentStore>().AlertsAsync(incident.Id, Cancellation);

    /// <summary>Any other failure, a deadlock for one, fails the test.</summary>
    private static async Task<string?> RefusalAsync(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Exception refused) when (refused is DomainException or ConflictException)
        {
            return refused.Message;
        }
    }

    private async Task<(Story Story, Incident Down, Incident Slow)> TwoAsync()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        await story.FireAsync("slow", Severity.Warning);
        return (story, down, await story.NewestAsync());
    }
}
