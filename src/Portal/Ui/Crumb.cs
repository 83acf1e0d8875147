namespace Portal.Ui;

/// <summary>A step above the page. Without an address it is only named.</summary>
public sealed record Crumb(string Text, string? Href = null);
