using Microsoft.AspNetCore.Components;

namespace Portal.Ui;

/// <summary>Choices that live in the URL, so that reload, Back and sharing keep them.</summary>
internal static class Links
{
    /// <summary>This page with another choice. The default leaves the query out.</summary>
    public static string To(
        NavigationManager navigation,
        string query,
        Choice item,
        IReadOnlyList<Choice> items,
        string? byDefault = null
    )
    {
        var value = item.Value == (byDefault ?? items[0].Value) ? null : item.Value;
        return With(navigation, query, value);
    }

    /// <summary>This page with a query set, or left out.</summary>
    public static string With(NavigationManager navigation, string query, string? value) =>
        "/" + navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameter(query, value));

    /// <summary>An unknown value in the URL is the default.</summary>
    public static Choice? Chosen(IReadOnlyList<Choice> items, string? current, string? byDefault = null) =>
        items.FirstOrDefault(item => item.Value == current)
        ?? items.FirstOrDefault(item => item.Value == byDefault)
        ?? (items.Count > 0 ? items[0] : null);
}
