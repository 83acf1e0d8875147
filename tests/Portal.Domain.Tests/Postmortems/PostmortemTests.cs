using NodaTime;
using Portal.Domain.Postmortems;

namespace Portal.Domain.Tests.Postmortems;

public sealed class PostmortemTests
{
    private static readonly Instant Later = Story.At(100);

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void What_was_done_in_the_last_thirty_days_is_open_again_when_the_alert_comes_back(int days, bool isOpen)
    {
        var postmortem = Story.Draft();
        var item = postmortem.Promise(new("Retries with a budget"), Story.At(60));
        item.Finish("chen", Story.At(100));
        Assert.Empty(postmortem.Relapse("portal", Story.At(101))); // not published: its writers see to it
        postmortem.Submit("ana", Story.At(110));
        postmortem.Approve("bo", nobodyElse: false, Story.At(120));
        postmortem.Publish("ana", Story.At(130));

        var back = Story.At(100) + Duration.FromDays(days);
        var reopened = postmortem.Relapse("portal", back);

        Assert.Equal(isOpen, reopened.Contains(item));
        Assert.Equal(isOpen, !item.IsDone);
        Assert.Equal(isOpen ? back : null, item.ReopenedAt);
        Assert.Equal(isOpen ? "reopened actions" : "published", postmortem.History[^1].What);
        Assert.Empty(postmortem.Relapse("portal", back));
    }

    [Fact]
    public void It_goes_from_draft_to_published_in_four_steps()
    {
        var postmortem = Story.Draft();
        var states = new List<PostmortemState> { postmortem.State };
        postmortem.Submit("ana", Later);
        states.Add(postmortem.State);
        postmortem.Approve("bo", nobodyElse: false, Later);
        states.Add(postmortem.State);
        postmortem.Publish("ana", Later);
        states.Add(postmortem.State);

        Assert.Equal(Enum.GetValues<PostmortemState>(), states);
        Assert.Equal(
            ["drafted", "submitted", "approved", "published"],
            postmortem.History.Select(line => line.What),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public void A_step_out_of_turn_is_refused_with_who_and_when()
    {
        var postmortem = Published();

        Refused(() => postmortem.Submit("ana", Later), "ana published it at 2026-11-03T15:45:00Z.");
        Refused(() => postmortem.Return("ana", Later), "ana published it");
        Refused(() => Story.Draft().Approve("bo", false, Later), "Submit it for review first.");
        Refused(() => Story.Draft().Publish("bo", Later), "is a draft");
    }

    [Fact]
    public void Nobody_approves_what_they_wrote_unless_nobody_else_could()
    {
        var postmortem = Story.Draft();
        postmortem.Submit("ana", Later);

        Refused(() => postmortem.Approve("ana", nobodyElse: false, Later), "ana wrote it");
        postmortem.Approve("ana", nobodyElse: true, Later);

        Assert.Equal("approved alone", postmortem.History[^1].What);
    }

    [Fact]
    public void The_first_who_writes_is_the_author_when_nobody_was()
    {
        var postmortem = Story.Draft(author: null);
        postmortem.Edit(1, null, [new("What went well", "The page.")], "bo", Later);
        postmortem.Edit(2, null, [new("What went well", "The page came.")], "chen", Later);

        Assert.Equal("bo", postmortem.Author);
    }

    [Fact]
    public void A_save_on_an_older_version_is_refused_with_who_and_when()
    {
        var postmortem = Story.Draft();
        postmortem.Edit(1, null, [new("What went well", "The page.")], "bo", Later);

        Refused(
            () => postmortem.Edit(1, null, [new("What went well", "Nothing.")], "ana", Later),
            "bo saved version 2 at 2026-11-03T15:45:00Z"
        );
        Assert.Equal("The page.", Text(postmortem, "What went well"));
    }

    [Fact]
    public void Sections_that_are_not_named_stay_and_new_ones_come_last()
    {
        var postmortem = Story.Draft();
        var before = postmortem.Sections.Count;
        postmortem.Edit(1, "A better title", [new("Costs", "One day.")], "ana", Later);

        Assert.Equal(before + 1, postmortem.Sections.Count);
        Assert.Equal(("Costs", "A better title"), (postmortem.Sections[^1].Title, postmortem.Title));
        Assert.True(postmortem.Sections[0].AutoFilled);
    }

    [Fact]
    public void Saving_what_is_there_already_makes_no_version()
    {
        var postmortem = Story.Draft();
        postmortem.Edit(1, null, [new("Summary", Text(postmortem, "Summary") + "\n")], "ana", Later);

        Assert.Equal(1, postmortem.Version);
    }

    [Fact]
    public void Edits_of_one_person_within_half_an_hour_are_one_line_of_history()
    {
        var postmortem = Story.Draft();
        foreach (var (minute, by) in new[] { (60, "ana"), (70, "ana"), (75, "bo"), (76, "ana"), (120, "ana") })
        {
            postmortem.Edit(postmortem.Version, null, [new("Impact", $"{minute}")], by, Story.At(minute));
        }

        Assert.Equal(
            [("portal", 1), ("ana", 3), ("bo", 4), ("ana", 5), ("ana", 6)],
            postmortem.History.Select(line => (line.By, line.Version))
        );
    }

    [Fact]
    public void Once_published_only_action_items_change()
    {
        var postmortem = Published();
        var item = postmortem.ActionItems[0];

        Refused(() => postmortem.Edit(postmortem.Version, "x", [], "ana", Later), "Only its action items");
        Refused(() => postmortem.Comment(null, "bo", "Late", Later), "Only its action items");
        Refused(() => postmortem.Drop(item), "was published with this action item");
        postmortem.Promise(new("Another"), Later);
        Assert.True(item.Finish("chen", Later));
        Assert.False(item.Finish("bo", Later + Duration.FromDays(1)));
        Assert.Equal("chen", item.DoneBy);
    }

    [Fact]
    public void Approved_text_is_changed_only_after_it_was_returned()
    {
        var postmortem = Story.Draft();
        postmortem.Submit("ana", Later);
        postmortem.Approve("bo", false, Later);

        Refused(() => postmortem.Edit(1, "x", [], "ana", Later), "return it to its writers");
        postmortem.Return("bo", Later);
        postmortem.Edit(1, "x", [], "ana", Later);

        Assert.Equal((PostmortemState.Draft, "x"), (postmortem.State, postmortem.Title));
    }

    [Fact]
    public void A_second_resolve_writes_anew_only_what_nobody_touched()
    {
        var postmortem = Story.Draft();
        postmortem.Edit(1, null, [new("Impact", "12,772 orders")], "ana", Later);
        var incident = Story.Incident(resolved: false);
        incident.Resolve("ana", Story.At(120));
        var filled = PostmortemDraft.Fill(BuiltInTemplates.Find("short")!.Template, Story.Record(incident), Story.Utc);

        Assert.True(postmortem.Refresh(filled, "portal", Later));
        Assert.False(postmortem.Refresh(filled, "portal", Later));
        Assert.Contains("2\u00a0h", Text(postmortem, "Summary"), StringComparison.Ordinal);
        Assert.Equal("12,772 orders", Text(postmortem, "Impact"));
    }

    [Fact]
    public void Another_template_takes_its_place_only_while_nobody_has_written()
    {
        var postmortem = Story.Draft();
        postmortem.Redraft("atlassian", Story.Sections("atlassian"), "ana", Later);
        Assert.Equal(13, postmortem.Sections.Count);

        postmortem.Edit(2, null, [new("Fault", "The pool.")], "ana", Later);
        Refused(() => postmortem.Redraft("short", Story.Sections(), "bo", Later), "ana saved at");
    }

    [Fact]
    public void An_action_item_is_overdue_on_the_day_after_it_was_due()
    {
        var item = ActionItem.Promise(Guid.Empty, new("Cap retries", Due: new LocalDate(2026, 11, 20)), Later);

        Assert.False(item.IsOverdue(new LocalDate(2026, 11, 20)));
        Assert.True(item.IsOverdue(new LocalDate(2026, 11, 21)));
        item.Finish("ana", Later);
        Assert.False(item.IsOverdue(new LocalDate(2026, 11, 21)));
        Assert.True(item.Reopen(Later));
    }

    [Fact]
    public void Readiness_names_what_is_missing()
    {
        var postmortem = Story.Draft();
        postmortem.Comment("Impact", "bo", "How many?", Later);

        Assert.Equal(
            ["3 sections are empty", "No action item yet", "1 comment is open"],
            PostmortemReadiness.Of(postmortem).Where(check => !check.IsMet).Select(check => check.Text),
            StringComparer.Ordinal
        );
    }

    private static Postmortem Published()
    {
        var postmortem = Story.Draft();
        postmortem.Promise(new("Cap retries", Owner: "chen", Due: new LocalDate(2026, 11, 20)), Later);
        postmortem.Submit("ana", Later);
        postmortem.Approve("bo", nobodyElse: false, Later);
        postmortem.Publish("ana", Later);
        return postmortem;
    }

    private static string Text(Postmortem postmortem, string section) =>
        postmortem.Sections.Single(one => one.Title == section).Text;

    private static void Refused(Action act, string why) =>
        Assert.Contains(why, Assert.Throws<DomainException>(act).Message, StringComparison.Ordinal);
}
