using System.Globalization;
using System.Text;

namespace Portal.Domain.Postmortems;

/// <summary>Writes Markdown in which texts of others (titles, alert summaries, notes) stay texts.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*_[]<>|#~!";

    /// <summary>On one line, and with nothing in it that Markdown would read as its own.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var letter in text.ReplaceLineEndings(" ").Trim())
        {
            if (Special.Contains(letter, StringComparison.Ordinal))
            {
                plain.Append('\\');
            }

            plain.Append(letter);
        }

        return plain.ToString();
    }

    /// <param name="head">Of each column.</param>
    /// <param name="rows">Cells as Markdown.</param>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StringBuilder();
        AddRow(table, head);
        AddRow(table, [.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            AddRow(table, row);
        }

        return table.ToString().TrimEnd('\n');
    }

    public static string Percent(decimal share) =>
        (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "\u00a0%";

    public static string Link(string text, string? url) => url is null ? Plain(text) : $"[{Plain(text)}](<{url}>)";

    private static void AddRow(StringBuilder table, IReadOnlyList<string> cells) =>
        table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
