namespace Portal.Domain.Slos;

/// <summary>
/// What is measured: how a slice of time becomes good and total. A closed set of kinds; each kind is a sealed record
/// of this folder.
/// </summary>
public abstract record Sli
{
    private protected Sli() { }
}
