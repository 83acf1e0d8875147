namespace Portal.Data;

/// <summary>What was asked for is not there, or not for this person to see.</summary>
internal sealed class NotFoundException(string kind, string name) : Exception($"There is no {kind} {name}.")
{
    public string Kind { get; } = kind;
}
