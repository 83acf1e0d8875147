using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Time;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0m", 0)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3_600)]
    [InlineData("1h30m", 5_400)]
    [InlineData("7d", 604_800)]
    [InlineData("4w", 2_419_200)]
    [InlineData("1w2d3h4m5s", 788_645)]
    public void Manifest_durations_are_read(string text, long seconds) =>
        Assert.Equal(Duration.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData("5 m")]
    [InlineData(" 5m")]
    [InlineData("1.5h")]
    [InlineData("5M")]
    [InlineData("5y")]
    [InlineData("30m1h")]
    [InlineData("5m5m")]
    [InlineData("9999999999s")]
    [InlineData("999999999w")]
    [InlineData("٣m")]
    public void What_is_no_duration_is_refused_with_an_example(string? text)
    {
        Assert.False(DurationText.TryParse(text, out _));

        var refusal = Assert.Throws<DomainException>(() => DurationText.Parse(text));
        Assert.Contains($"\"{text}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1h30m", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(30, "30s")]
    [InlineData(60, "1m")]
    [InlineData(90, "90s")]
    [InlineData(5_400, "90m")]
    [InlineData(6_330, "6330s")]
    [InlineData(9_910, "9910s")]
    [InlineData(90_061, "90061s")]
    [InlineData(86_400, "1d")]
    [InlineData(604_800, "7d")]
    [InlineData(2_592_000, "30d")]
    [InlineData(2_419_200, "4w")]
    [InlineData(31_536_060, "365d1m")]
    public void The_shortest_exact_text_is_written(long seconds, string text) =>
        Assert.Equal(text, DurationText.Format(Duration.FromSeconds(seconds)));

    [Fact]
    public void What_is_written_reads_back()
    {
        var random = new Random(20261120);
        for (var i = 0; i < 20_000; i++)
        {
            var duration = Duration.FromSeconds(random.NextInt64(0, (long)Math.Pow(10, random.Next(1, 10))));

            Assert.Equal(duration, DurationText.Parse(DurationText.Format(duration)));
        }
    }

    [Fact]
    public void Parts_of_a_second_cannot_be_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationText.Format(Duration.FromMilliseconds(1_500)));

    [Theory]
    [InlineData(0, "0_s")]
    [InlineData(48, "48_s")]
    [InlineData(60, "1_min")]
    [InlineData(168, "2_min 48_s")]
    [InlineData(6_360, "1_h 46_min")]
    [InlineData(6_399, "1_h 46_min")]
    [InlineData(3_605, "1_h")]
    [InlineData(54_000, "15_h")]
    [InlineData(277_200, "3_d 5_h")]
    [InlineData(3_456_000, "40_d")]
    [InlineData(-168, "−2_min 48_s")]
    public void People_read_the_two_largest_units(long seconds, string words) =>
        Assert.Equal(words.Replace('_', '\u00a0'), DurationText.Words(Duration.FromSeconds(seconds)));
}
