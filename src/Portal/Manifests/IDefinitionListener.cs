using Portal.Data;

namespace Portal.Manifests;

/// <summary>Keeps a slice's working rows in step with its definitions, in the transaction that changes them.</summary>
internal interface IDefinitionListener
{
    string Kind { get; }

    Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken);
}

/// <param name="Before">The spec that was; null when it is new.</param>
/// <param name="After">The spec that will be; null when it is deleted.</param>
internal sealed record DefinitionChange(Guid Id, string Kind, string Name, object? Before, object? After);
