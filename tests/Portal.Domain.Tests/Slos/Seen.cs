using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>What generated series led to, so that a generator which has gone dull is noticed.</summary>
internal sealed class Seen
{
    private readonly HashSet<SloState> states = [];
    private int overspent;
    private int silent;
    private int partial;
    private int burning;
    private int beyond;

    public void Add(SloStatus status)
    {
        states.Add(status.State);
        overspent += status.Budget.Remaining < 0 ? 1 : 0;
        silent += status.Sli is null ? 1 : 0;
        partial += status.Coverage is > 0 and < 1 ? 1 : 0;
        burning += status.BurnRates.Count(burn => burn.Rate > 1);
        beyond += status.Good < 0 || status.Good > status.Total ? 1 : 0;
    }

    public void IsEverything()
    {
        Assert.Equal(Enum.GetValues<SloState>(), states.Order());
        Assert.All([overspent, silent, partial, burning, beyond], count => Assert.InRange(count, 100, int.MaxValue));
    }
}
