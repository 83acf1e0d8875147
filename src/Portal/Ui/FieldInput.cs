using Microsoft.AspNetCore.Components;

namespace Portal.Ui;

/// <summary>
/// What the inputs of a <see cref="Field"/> have in common. They tell their value when it is left and not at every key: a round
/// trip for each letter loses letters.
/// </summary>
public abstract class FieldInput<T> : ComponentBase
{
    [Parameter]
    public T? Value { get; set; }

    [Parameter]
    public EventCallback<T> ValueChanged { get; set; }

    /// <summary>For forms that are posted.</summary>
    [Parameter]
    public string? Name { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>placeholder, autocomplete, list and the like.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Rest { get; set; }

    [CascadingParameter]
    internal FieldScope? Scope { get; set; }

    protected string? Id => Scope?.Id;

    protected string? DescribedBy => Scope?.DescribedBy;

    protected string? Invalid => Scope is { IsInvalid: true } ? "true" : null;

    protected string? Needed => Scope is { IsRequired: true } ? "true" : null;

    protected Task TellAsync(T value) => ValueChanged.InvokeAsync(value);
}
