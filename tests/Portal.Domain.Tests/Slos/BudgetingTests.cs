using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BudgetingTests
{
    [Theory]
    [InlineData(95, 1)]
    [InlineData(94, 0)]
    public void A_time_slice_is_good_when_it_reaches_its_target(int good, int goodSlices) =>
        Assert.Equal(SliceSums.Of(goodSlices, 1), Budgeting.Timeslices(0.95m).Count(SliceSums.Of(good, 100)));

    [Fact]
    public void A_slice_without_events_is_measured_by_every_method_and_adds_nothing() =>
        Assert.All(
            [Budgeting.Occurrences, Budgeting.RatioTimeslices, Budgeting.Timeslices(0.95m)],
            budgeting => Assert.Equal(SliceSums.Of(0, 0), budgeting.Count(SliceSums.Of(0, 0)))
        );

    [Fact]
    public void A_burn_rate_of_one_spends_the_budget_of_time_slices_in_one_window()
    {
        var slo = An.Slo(0.9m, budgeting: Budgeting.Timeslices(0.95m));
        // One minute in ten is bad, half of the others have no events.
        var sums = new SliceSums(Good: 20, Total: 26, Measured: 60, Expected: 60);

        Assert.Equal(1, slo.BurnOver(Slo.CurrentBurn, sums).Rate);
        Assert.Null(slo.BurnOver(Slo.CurrentBurn, new SliceSums(0, 0, 60, 60)).Rate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    public void A_target_beyond_all_events_is_refused(double target) =>
        Assert.Throws<DomainException>(() => Budgeting.Timeslices((decimal)target));
}
