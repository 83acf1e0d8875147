namespace Portal.Ui;

/// <summary>The numbers beside the entries of the navigation.</summary>
internal interface INavCounts
{
    /// <summary>Counted anew whenever this topic of the change feed speaks.</summary>
    string Topic { get; }

    Task<NavCounts> CountAsync(CancellationToken cancellationToken);
}

/// <param name="OpenIncidents">Not resolved; nothing is shown at zero.</param>
/// <param name="Worst">The highest severity among them.</param>
/// <param name="Unacknowledged">Somebody must act: the number is then red.</param>
public sealed record NavCounts(
    int OpenIncidents = 0,
    string Worst = "critical",
    bool Unacknowledged = false,
    int? Slos = null,
    int? AlertRules = null
);

/// <summary>Until somebody counts.</summary>
internal sealed class NoNavCounts : INavCounts
{
    public string Topic => "";

    public Task<NavCounts> CountAsync(CancellationToken cancellationToken) => Task.FromResult(new NavCounts());
}
