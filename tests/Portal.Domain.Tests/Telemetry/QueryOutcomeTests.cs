using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Telemetry;

public sealed class QueryOutcomeTests
{
    private static readonly Sample Up = new(LabelSet.Of(("job", "checkout")), 1);

    [Fact]
    public void An_answer_is_series_or_empty_or_partial()
    {
        Assert.Equal([Up], Assert.IsType<QueryOutcome<Sample>.Series>(QueryOutcome.Answer([Up])).Items);
        Assert.IsType<QueryOutcome<Sample>.Empty>(QueryOutcome.Answer<Sample>([]));
        Assert.Equal(
            ["store a is down"],
            Assert.IsType<QueryOutcome<Sample>.Partial>(QueryOutcome.Answer([Up], "store a is down")).Warnings
        );
    }

    [Fact]
    public void Nothing_with_a_warning_is_partial_and_not_empty() =>
        Assert.IsType<QueryOutcome<Sample>.Partial>(QueryOutcome.Answer<Sample>([], "store a is down"));

    [Fact]
    public void Only_a_failure_has_a_reason()
    {
        Assert.Null(QueryOutcome.Answer([Up]).Failure);
        Assert.Equal(QueryFailure.Timeout, new QueryOutcome<Sample>.Failed(QueryFailure.Timeout, "10 s").Failure);
    }

    [Fact]
    public void Points_need_a_value_for_each_time_and_times_that_ascend()
    {
        var start = Instant.FromUtc(2026, 1, 5, 9, 0);

        Assert.Throws<ArgumentException>(() => new SeriesPoints(LabelSet.Empty, [start], []));
        Assert.Throws<ArgumentException>(() => new SeriesPoints(LabelSet.Empty, [start, start], [1, 2]));
    }
}
