using System.Net.Mail;
using Portal.Domain.Teams;

namespace Portal.Teams;

internal static class ContactAddress
{
    private const int Longest = 2000;

    public static bool IsEmail(string text) =>
        text.Length <= 254
        && !text.Any(char.IsControl)
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text;

    /// <returns>Why a page could not be sent there; null when it could.</returns>
    public static string? Refusal(ContactMethodType type, string address) =>
        type switch
        {
            ContactMethodType.Email => IsEmail(address)
                ? null
                : $"{address} is no e-mail address: write one such as ana@shop.example.",
            ContactMethodType.Webhook => IsWebAddress(address) ? null
            : Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
                ? "The address holds a password, which others would read: leave it out."
            : $"{address} is no web address: write one beginning with https:// or http://.",
        };

    private static bool IsWebAddress(string text) =>
        text.Length <= Longest
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0;
}
