using NodaTime;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;

namespace Portal.Domain.Tests.Postmortems;

public sealed class PostmortemDraftTests
{
    [Fact]
    public void A_whole_postmortem_reads_as_it_was_agreed()
    {
        var postmortem = Postmortem.Draft(
            Story.Incident(),
            "google-sre",
            Story.Sections("google-sre", Story.Berlin),
            "ana",
            "portal",
            Story.At(57)
        );
        postmortem.Edit(1, null, [new("Root causes", "- Retries without a budget.")], "ana", Story.At(90));
        postmortem.Submit("ana", Story.At(91));
        postmortem.Promise(
            new("Give retries a budget | 10 %", ActionType.Prevent, "chen", new(2026, 11, 20), "https://t.example/1"),
            Story.At(92)
        );

        var golden = Path.Combine(AppContext.BaseDirectory, "Vectors", "postmortems", "google-sre.md");

        Assert.Equal(
            File.ReadAllText(golden).ReplaceLineEndings("\n"),
            PostmortemMarkdown.Render(postmortem, Story.Berlin, "https://portal.example/incidents/398")
        );
    }

    [Fact]
    public void Every_built_in_template_fills_at_least_a_summary_an_impact_and_a_timeline()
    {
        Assert.Equal(8, BuiltInTemplates.All.Count);
        Assert.All(
            BuiltInTemplates.All,
            template =>
            {
                var filled = PostmortemDraft.Fill(template.Template, Story.Record(), Story.Utc);
                Assert.Contains(filled, section => section is { AutoFilled: true, Source: AutoFill.Summary });
                Assert.Contains(filled, section => section is { AutoFilled: true, Source: AutoFill.Timeline });
                Assert.Contains(filled, section => section is { AutoFilled: true, Source: AutoFill.Impact });
                Assert.All(filled, section => Assert.NotEmpty(section.Prompt));
            }
        );
    }

    [Theory]
    [InlineData("google", "google-sre")]
    [InlineData("Etsy", "howie")]
    [InlineData("AWS-COE", "aws-coe")]
    public void A_template_is_found_by_its_other_names(string asked, string expected) =>
        Assert.Equal(expected, BuiltInTemplates.Find(asked)!.Name);

    [Fact]
    public void A_corrected_entry_stands_where_the_wrong_one_stood()
    {
        var timeline = Story.Record().ReadableTimeline().ToList();

        Assert.Equal(9, timeline.Count);
        Assert.Equal((Story.At(14), "retries tripled the load"), (timeline[5].At, timeline[5].Text));
    }

    [Fact]
    public void A_timeline_over_midnight_says_the_day_of_each_entry()
    {
        var record = Story.Record();
        var late = new TimelineEntry
        {
            Seq = 99,
            At = Story.At(600),
            Kind = TimelineKind.Note,
            Actor = "bo",
            Text = "still fine",
        };
        var template = new PostmortemTemplate(null, [new("Timeline", "", AutoFill.Timeline)]);

        var text = PostmortemDraft
            .Fill(template, record with { Timeline = [.. record.Timeline, late] }, Story.Utc)[0]
            .Text;

        Assert.StartsWith("| UTC | Who | What |", text, StringComparison.Ordinal);
        Assert.EndsWith("| 2026-11-04 00:05:00 | bo | still fine |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_whose_day_differs_in_UTC_says_both_days()
    {
        var late = Story.Noon + Duration.FromHours(9);

        Assert.Equal("2026-11-04 00:05:00 CET (2026-11-03 23:05:00 UTC)", Story.Berlin.Moment(late));
        Assert.Equal(
            "2026-11-04 00:05:00 to 01:05:00 CET (2026-11-03 23:05:00 to 2026-11-04 00:05:00 UTC)",
            Story.Berlin.Span(late, late + Duration.FromHours(1))
        );
        Assert.Equal("2026-11-03 23:05:00 UTC", Story.Utc.Moment(late));
    }

    [Fact]
    public void Where_the_clocks_change_meanwhile_the_zone_is_named_and_not_its_season()
    {
        var summer = Instant.FromUtc(2026, 10, 25, 0, 30);

        Assert.Equal(
            "2026-10-25 02:30:00 to 02:30:00 Europe/Berlin (00:30:00 to 01:30:00 UTC)",
            Story.Berlin.Span(summer, summer + Duration.FromHours(1))
        );
    }

    [Fact]
    public void What_others_wrote_stays_text()
    {
        var record = Story.Record();
        var all = string.Join(
            '\n',
            PostmortemDraft.Fill(BuiltInTemplates.All[0].Template, record, Story.Utc).Select(one => one.Text)
        );

        Assert.Contains(@"Payments \| time out at \*checkout\*", all, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", all, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_incident_that_nobody_took_says_so()
    {
        var incident = Incident.Open(new("Slow", Domain.Alerting.Severity.High, "rule:x:quiet"), 7, Story.Noon);
        var record = new IncidentRecord(incident, [], [], [], [], []);

        var summary = PostmortemDraft.Fill(BuiltInTemplates.Find("short")!.Template, record, Story.Utc)[0].Text;

        Assert.Equal(
            "Slow (high, incident 7). It has affected users since 2026-11-03 14:05:00 UTC and is not resolved.\n\nIt was declared by hand and acknowledged by nobody.",
            summary
        );
    }
}
