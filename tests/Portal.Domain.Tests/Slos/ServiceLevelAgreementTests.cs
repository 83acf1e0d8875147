using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class ServiceLevelAgreementTests
{
    private static readonly CreditBand Ten = new(0.995m, 0.1m);
    private static readonly CreditBand Quarter = new(0.99m, 0.25m);
    private static readonly CreditBand All = new(0.95m, 1);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.995, 0)]
    [InlineData(0.9949, 0.1)]
    [InlineData(0.99, 0.1)]
    [InlineData(0.98, 0.25)]
    [InlineData(0.5, 1)]
    public void The_credit_is_that_of_the_lowest_band_below(double availability, double credit) =>
        Assert.Equal((decimal)credit, Of(Quarter, All, Ten).CreditFor((decimal)availability));

    [Fact]
    public void A_month_says_by_how_many_minutes_it_is_missed()
    {
        // October in Berlin has 31 days and an hour: 44,700 minutes, of which 223.5 may be down.
        var agreement = Of(Ten);
        var period = agreement.Window.PeriodAt(Instant.FromUtc(2026, 10, 15, 0, 0));

        var month = agreement.MonthOf(period, period, An.Sums(300, 44_700, 44_700));

        Assert.Equal((false, 76.5m, 0.1m), (month.IsMet, Math.Round(month.BreachMinutes, 9), month.Credit));
        Assert.True(month.IsComplete);
        Assert.Equal(0, agreement.MonthOf(period, period, An.Sums(223.5m, 44_700, 44_700)).BreachMinutes);
    }

    [Fact]
    public void What_is_not_measured_is_neither_met_nor_missed()
    {
        var agreement = Of(Ten);
        var period = agreement.Window.PeriodAt(Instant.FromUtc(2026, 10, 15, 0, 0));

        var month = agreement.MonthOf(period, period, An.Sums(50, 100, 100) with { Expected = 44_700 });

        Assert.Equal((null, null, null, 0), (month.Availability, month.IsMet, month.Credit, month.BreachMinutes));
    }

    [Fact]
    public void Bands_that_contradict_each_other_are_refused()
    {
        Assert.Contains("no band lies above it", Refusal(new CreditBand(0.999m, 0.1m)), StringComparison.Ordinal);
        Assert.Contains("must be higher", Refusal(Ten, new CreditBand(0.99m, 0.05m)), StringComparison.Ordinal);
        Assert.Contains("must be higher", Refusal(Ten, new CreditBand(0.995m, 0.2m)), StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new CreditBand(1, 0.1m));
        Assert.Throws<DomainException>(() => new CreditBand(0.9m, 0));
        Assert.Throws<DomainException>(() => new ServiceLevelAgreement("slo", Objective.Of(0.9m), "Mars/X", []));
    }

    private static string Refusal(params CreditBand[] bands) => Assert.Throws<DomainException>(() => Of(bands)).Message;

    private static ServiceLevelAgreement Of(params CreditBand[] bands) =>
        new("checkout-availability", Objective.Of(0.995m), "Europe/Berlin", bands);
}
