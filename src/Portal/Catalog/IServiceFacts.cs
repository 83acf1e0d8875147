using Portal.Domain.Alerting;

namespace Portal.Catalog;

/// <summary>What other slices know of a service: how its rules and SLOs do, which incidents it has. They implement it.</summary>
internal interface IServiceFacts
{
    /// <summary>Of the changes that make it say something else.</summary>
    string Topic { get; }

    Task AddAsync(string service, ServiceFacts facts, CancellationToken cancellationToken);
}

/// <summary>Filled by whoever knows more of a service.</summary>
internal sealed class ServiceFacts
{
    /// <summary>By kind and name, how what watches it does.</summary>
    public Dictionary<(string Kind, string Name), WatchState> Watches { get; } = [];

    /// <summary>What is open, worst first.</summary>
    public List<OpenTrouble> Open { get; } = [];
}

/// <param name="State">As <see cref="Ui.StateWord"/> knows it.</param>
/// <param name="Note">What it promises or threatens, in a few words.</param>
internal sealed record WatchState(string State, string Note);

/// <param name="Href">Where it is told.</param>
internal sealed record OpenTrouble(string Title, Severity Severity, string Href);
