namespace Portal.Domain.Slos;

/// <summary>
/// A user journey over several SLOs, of any backends: how good it was follows from how good each of them was over the same
/// time. It has no slices of its own; what is corrected or measured late in a member is so in the journey. Nested up to
/// <see cref="MostLevels"/> levels.
/// </summary>
public sealed record CompositeSli : Sli
{
    public const int LeastMembers = 2;
    public const int MostMembers = 25;

    /// <summary>A composite of composites of composites.</summary>
    public const int MostLevels = 3;

    /// <summary>Heavier than this is nothing but the whole.</summary>
    public const decimal MostWeight = 1000;

    // Beyond it the digits of a product of ratios mean nothing, and equal budgets would differ.
    private const int RatioDecimals = 18;

    private const int CoverageDecimals = 9;

    /// <param name="method">How the members make up the journey.</param>
    /// <param name="members">Two to twenty-five SLOs, each once.</param>
    /// <exception cref="DomainException">Too few or too many members, one named twice, or a weight outside its range.</exception>
    public CompositeSli(CompositeMethod method, IReadOnlyList<CompositeMember> members)
    {
        (Method, Members) = (method, [.. members]);
        if (Members.Count is < LeastMembers or > MostMembers)
        {
            throw new DomainException($"A composite has {LeastMembers} to {MostMembers} members.");
        }

        var twice = Members
            .GroupBy(member => member.Slo, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Skip(1).Any());
        if (twice is not null)
        {
            throw new DomainException($"{twice.Key} is a member twice: give it one weight.");
        }

        if (Members.FirstOrDefault(member => member.Weight is <= 0 or > MostWeight) is { } wrong)
        {
            throw new DomainException($"The weight of {wrong.Slo} is above 0 and at most {MostWeight}.");
        }
    }

    public CompositeMethod Method { get; }

    public IReadOnlyList<CompositeMember> Members { get; }

    /// <summary>
    /// The sums of the journey from those of its members over the same range. Its events are those of all members that
    /// have some, and so many of them are bad that the error ratio is the composite one:
    /// Σ w·e / Σ w; the largest e; or 1 − Π (1 − e), where failures are independent. A member that is not measured takes
    /// its weight from the coverage, and the part of the others is claimed of them alone.
    /// </summary>
    /// <param name="sums">In the order of the members, each in the unit of its budgeting.</param>
    public SliceSums Combine(IReadOnlyList<SliceSums> sums)
    {
        var known = Known(sums);
        var total = known.Sum(one => one.Sums.Total);
        var bad = Math.Round(known.Count > 0 ? ErrorOf(known) : 0, RatioDecimals) * total;
        var expected = sums.Max(one => one.Expected);
        // Shares such as 28 of 31 have no end: what they lose in the last digit is no slice.
        var measured = (int)decimal.Round(CoverageOf(sums) * expected, CoverageDecimals);
        return new SliceSums(total - bad, total, measured, expected);
    }

    /// <summary>Which part of the journey's failures each member is behind; together 1, or all 0 where nothing failed.</summary>
    /// <param name="sums">In the order of the members.</param>
    public IReadOnlyList<decimal> Shares(IReadOnlyList<SliceSums> sums)
    {
        var known = Known(sums);
        var parts = Members.Select(member => Part(member, known)).ToList();
        var all = parts.Sum();
        return [.. parts.Select(part => all > 0 ? part / all : 0)];
    }

    /// <summary>
    /// Over how many levels of composites it reaches, itself included; more than <see cref="MostLevels"/> where it is
    /// nested deeper, or in a circle.
    /// </summary>
    /// <param name="find">The SLI of an SLO by its name; null where there is none.</param>
    public int Levels(Func<string, Sli?> find) => LevelsOf(this, find, 1);

    public bool Equals(CompositeSli? other) =>
        other is not null && Method == other.Method && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => HashCode.Combine(Method, Members.Count, Members[0]);

    private static int LevelsOf(CompositeSli sli, Func<string, Sli?> find, int level) =>
        level > MostLevels
            ? level
            : sli
                .Members.Select(member => find(member.Slo))
                .OfType<CompositeSli>()
                .Select(inner => LevelsOf(inner, find, level + 1))
                .Append(level)
                .Max();

    private List<(CompositeMember Member, SliceSums Sums)> Known(IReadOnlyList<SliceSums> sums) =>
        [.. Members.Zip(sums).Where(one => one.Second is { IsCovered: true, HasTraffic: true })];

    private decimal ErrorOf(List<(CompositeMember Member, SliceSums Sums)> known) =>
        Method switch
        {
            CompositeMethod.Weighted => known.Sum(one => one.Member.Weight * Error(one.Sums))
                / known.Sum(one => one.Member.Weight),
            CompositeMethod.WorstOf => known.Max(one => Error(one.Sums)),
            CompositeMethod.AllGood => 1 - known.Aggregate(1m, (good, one) => good * (1 - Error(one.Sums))),
        };

    private decimal CoverageOf(IReadOnlyList<SliceSums> sums) =>
        Method switch
        {
            CompositeMethod.Weighted => Members.Zip(sums).Sum(one => one.First.Weight * one.Second.Coverage)
                / Members.Sum(member => member.Weight),
            // What is not measured may be the worst.
            CompositeMethod.WorstOf or CompositeMethod.AllGood => sums.Min(one => one.Coverage),
        };

    private decimal Part(CompositeMember member, List<(CompositeMember Member, SliceSums Sums)> known)
    {
        var error = known.Where(one => one.Member == member).Sum(one => Error(one.Sums));
        return Method switch
        {
            CompositeMethod.Weighted => member.Weight * error,
            CompositeMethod.WorstOf => error > 0 && known.MaxBy(one => Error(one.Sums)).Member == member ? 1 : 0,
            CompositeMethod.AllGood => error,
        };
    }

    private static decimal Error(SliceSums sums) => sums.Bad / sums.Total;
}

/// <param name="Slo">Name of the SLO.</param>
/// <param name="Weight">Above 0 and up to 1,000; only the proportions matter, and only to a weighted composite.</param>
public sealed record CompositeMember(string Slo, decimal Weight = 1);

/// <summary>How members make up a journey.</summary>
public enum CompositeMethod
{
    /// <summary>The weighted mean of their error ratios.</summary>
    Weighted,

    /// <summary>The worst of them, over the same time.</summary>
    WorstOf,

    /// <summary>Each is needed: the product of their SLIs, as of parts in series.</summary>
    AllGood,
}
