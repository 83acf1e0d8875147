using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class CorrectedStretchesTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly Interval Hour = new(Start, Start + Duration.FromHours(1));

    [Fact]
    public void What_touches_nothing_of_the_range_is_no_stretch()
    {
        Assert.Empty(Of());
        Assert.Empty(Of(Exclude(-30, 0), Good(60, 70)));
    }

    [Fact]
    public void A_slice_belongs_to_what_it_starts_in()
    {
        var ragged = new CorrectedStretch(
            new(Start + Duration.FromSeconds(90), Start + Duration.FromSeconds(250)),
            CorrectionEffect.Exclude
        );

        Assert.Equal([Exclude(2, 5)], Of(ragged));
    }

    [Fact]
    public void Where_they_overlap_what_is_excluded_is_excluded()
    {
        Assert.Equal([Good(0, 10), Exclude(10, 20), Good(20, 30)], Of(Good(-5, 30), Exclude(10, 20)));
        Assert.Equal([Exclude(10, 40)], Of(Exclude(10, 25), Exclude(20, 40), Good(15, 35)));
    }

    [Fact]
    public void What_covers_the_whole_range_is_one_stretch() =>
        Assert.Equal([Exclude(0, 60)], Of(Exclude(-100, 30), Exclude(30, 100)));

    private static IReadOnlyList<CorrectedStretch> Of(params CorrectedStretch[] corrections) =>
        CorrectedStretches.Of(Hour, SliceGrid.Default, corrections);

    private static CorrectedStretch Exclude(int from, int to) => new(Range(from, to), CorrectionEffect.Exclude);

    private static CorrectedStretch Good(int from, int to) => new(Range(from, to), CorrectionEffect.CountAsGood);

    private static Interval Range(int from, int to) =>
        new(Start + Duration.FromMinutes(from), Start + Duration.FromMinutes(to));
}
