namespace Portal.Ui;

/// <summary>One of the few things to pick between: a tab, a range, an option.</summary>
/// <param name="Value">What stands in the URL or the form.</param>
/// <param name="Count">How many lie behind it, shown beside the text.</param>
public sealed record Choice(string Value, string Text, int? Count = null);
