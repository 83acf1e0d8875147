using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Tests.Incidents;

/// <summary>What cannot be merged or reopened, with the sentence that says where to go on.</summary>
[Collection("incidents")]
public sealed class MergeRefusalTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Into_itself_or_into_what_is_not_there_is_a_wrong_field()
    {
        var (story, one, _, _) = await ThreeAsync();

        var itself = await Assert.ThrowsAsync<InvalidInputException>(() => story.MergeAsync(story.Bo, one, one));
        var nowhere = await Assert.ThrowsAsync<InvalidInputException>(() =>
            story.Merge.MergeAsync(Story.As(story.Bo), one.Number, 999_999_999, Cancellation)
        );

        Assert.Equal(["into", "into"], itself.Errors.Keys.Concat(nowhere.Errors.Keys).ToArray());
    }

    [Fact]
    public async Task Into_what_is_resolved_is_refused_with_who_did_it()
    {
        var (story, one, two, _) = await ThreeAsync();
        await story.Commands.ResolveAsync(Story.As(story.Chi), two.Number, Cancellation);

        var refusal = await Assert.ThrowsAsync<DomainException>(() => story.MergeAsync(story.Bo, one, two));

        Assert.Contains($"{story.Chi} resolved that at", refusal.Message, StringComparison.Ordinal);
        Assert.True((await story.ReadAsync(one)).IsOpen);
    }

    [Fact]
    public async Task Into_what_is_merged_is_refused_with_the_number_at_the_end_of_the_chain()
    {
        var (story, one, two, three) = await ThreeAsync();
        var four = await DeclareAsync(story);
        await story.MergeAsync(story.Bo, one, two);
        await story.MergeAsync(story.Bo, two, three);

        var refusal = await Assert.ThrowsAsync<ConflictException>(() => story.MergeAsync(story.Bo, four, one));

        Assert.Contains($"merge into #{three.Number}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_merged_is_not_merged_again_nor_reopened()
    {
        var (story, one, two, three) = await ThreeAsync();
        await story.MergeAsync(story.Bo, one, two);
        await story.MergeAsync(story.Bo, two, three);

        var again = await Assert.ThrowsAsync<DomainException>(() => story.MergeAsync(story.Bo, one, three));
        var reopen = await Assert.ThrowsAsync<ConflictException>(() =>
            story.Commands.ReopenAsync(Story.As(story.Bo), one.Number, Cancellation)
        );

        Assert.Contains($"{story.Bo} merged it into #{two.Number}", again.Message, StringComparison.Ordinal);
        Assert.Contains($"go on at #{three.Number}", reopen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_needs_the_right_on_both()
    {
        var (story, one, _, _) = await ThreeAsync();
        var (other, foreign, _, _) = await ThreeAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => story.MergeAsync(story.Bo, one, foreign));
        await Assert.ThrowsAsync<ForbiddenException>(() => story.MergeAsync(other.Bo, one, foreign));

        Assert.True((await story.ReadAsync(one)).IsOpen);
    }

    [Fact]
    public async Task The_other_is_not_reopened_beside_a_new_one_of_the_merged_group()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        var known = await DeclareAsync(story);
        await story.MergeAsync(story.Bo, down, known);
        await story.Commands.ResolveAsync(Story.As(story.Bo), known.Number, Cancellation);
        await story.FireAsync("worse");
        var next = await story.NewestAsync();

        var refusal = await Assert.ThrowsAsync<ConflictException>(() =>
            story.Commands.ReopenAsync(Story.As(story.Bo), known.Number, Cancellation)
        );

        Assert.Contains($"#{next.Number} is open", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_reopened_takes_the_triggers_of_the_merged_group_again()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        var known = await DeclareAsync(story);
        await story.MergeAsync(story.Bo, down, known);
        await story.Commands.ResolveAsync(Story.As(story.Bo), known.Number, Cancellation);

        await story.Commands.ReopenAsync(Story.As(story.Bo), known.Number, Cancellation);
        await story.FireAsync("worse");

        Assert.Equal(2, (await story.AllAsync()).Count);
        Assert.Equal(3, (await story.ReadAsync(known)).TriggerCount);
    }

    private async Task<(Story Story, Incident One, Incident Two, Incident Three)> ThreeAsync()
    {
        var story = await Story.BeginAsync(portal);
        return (story, await DeclareAsync(story), await DeclareAsync(story), await DeclareAsync(story));
    }

    private static Task<Incident> DeclareAsync(Story story) =>
        story.Commands.OpenAsync(Story.As(story.Bo), "Payments fail", Severity.High, story.Service, Cancellation);
}
