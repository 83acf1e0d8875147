using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The past of a composite, from those of its members.</summary>
public sealed class CompositeSums : ISumsOver
{
    private readonly CompositeSli _sli;
    private readonly IReadOnlyList<(Budgeting Budgeting, ISumsOver Sums)> _members;

    /// <param name="sli">The composite.</param>
    /// <param name="members">In its order, each with the budgeting that its sums are in.</param>
    public CompositeSums(CompositeSli sli, IReadOnlyList<(Budgeting Budgeting, ISumsOver Sums)> members) =>
        (_sli, _members) = (sli, members);

    /// <summary>The coarsest of its members.</summary>
    public SliceGrid Boundaries => _members.Select(member => member.Sums.Boundaries).MaxBy(grid => grid.Slice)!;

    public SliceSums Over(Interval range) =>
        _sli.Combine([.. _members.Select(member => member.Budgeting.ForBurn(member.Sums.Over(range)))]);
}
