using Portal.Domain.Incidents;

namespace Portal.Incidents.Pages;

/// <summary>What people are called on a page: the viewer is you, others go by their display names.</summary>
/// <param name="me">Null where nobody is signed in.</param>
public sealed class Naming(string? me, Func<string, string> nameOf)
{
    public string? Me { get; } = me;

    public bool IsMe(string? user) => user is not null && user == Me;

    /// <summary>At the begin of a sentence.</summary>
    public string Subject(string user) => IsMe(user) ? "You" : Name(user);

    /// <summary>Within one.</summary>
    public string Within(string user) => IsMe(user) ? "you" : Name(user);

    public string Name(string user) => user == Timeline.Itself ? "Portal" : nameOf(user);

    /// <summary>You have, Bo has.</summary>
    public string Has(string user) => IsMe(user) ? "You have" : $"{Name(user)} has";

    /// <summary>Bo resolved it; it resolved by itself.</summary>
    public string Resolver(string? by) =>
        by is null or Incident.BySource ? "It resolved by itself" : $"{Subject(by)} resolved it";
}
