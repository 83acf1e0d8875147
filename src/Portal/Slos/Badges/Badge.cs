using System.Globalization;
using System.Net;
using Portal.Domain.Slos;

namespace Portal.Slos.Badges;

/// <summary>How an SLO stands in two words and a colour: what a README shows.</summary>
/// <param name="Label">The SLO.</param>
/// <param name="Message">99.95 %, 62 % budget left, after the word for what is not met; or what is not known.</param>
/// <param name="Colour">Of the message's ground, dark enough for white letters.</param>
internal sealed record Badge(string Label, string Message, string Colour)
{
    private const string Ok = "#1a7f4b";
    private const string Warning = "#8a5a00";
    private const string Critical = "#b3261e";
    private const string Unknown = "#5f6368";

    // Mean widths of the letters of an 11 px sans-serif; the text is fitted to them by its textLength.
    private const double Narrow = 3.6;
    private const double Regular = 6.4;
    private const double Wide = 9.2;
    private const int Padding = 12;

    public static Badge Of(string name, SloStatus status) =>
        status.State switch
        {
            SloState.NoData or SloState.Frozen => new(name, "no data", Unknown),
            SloState.NoTraffic => new(name, "no traffic", Unknown),
            SloState.Breached => new(name, $"breached, {Numbers(status)}", Critical),
            SloState.AtRisk => new(name, $"at risk, {Numbers(status)}", Warning),
            SloState.Met => new(name, Numbers(status), Ok),
        };

    /// <summary>A flat badge of 20 px height, readable by screen readers.</summary>
    public string ToSvg()
    {
        var (label, message) = (Width(Label), Width(Message));
        var title = WebUtility.HtmlEncode($"{Label}: {Message}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{label
                + message}" height="20" role="img" aria-label="{title}"><title>{title}</title><clipPath id="r"><rect width="{label
                + message}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="{label}" height="20" fill="#3c4043"/><rect x="{label}" width="{message}" height="20" fill="{Colour}"/></g><g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11"><text x="{Padding
                / 2}" y="14" textLength="{label - Padding}">{WebUtility.HtmlEncode(Label)}</text><text x="{label
                + (Padding / 2)}" y="14" textLength="{message - Padding}">{WebUtility.HtmlEncode(
                Message
            )}</text></g></svg>
            """
        );
    }

    private static string Numbers(SloStatus status) =>
        $"{Ui.Numbers.Sli(status.Sli, status.Objective.Value)}, {Ui.Numbers.BudgetLeft(status.Budget.Remaining)} budget left".Replace(
            Ui.Numbers.NoBreakSpace,
            ' '
        );

    private static int Width(string text) =>
        Padding
        + (int)
            Math.Ceiling(
                text.Sum(letter =>
                    "fijlt.,:-|! ".Contains(letter, StringComparison.Ordinal) ? Narrow
                    : "mwMW%".Contains(letter, StringComparison.Ordinal) ? Wide
                    : Regular
                )
            );
}
