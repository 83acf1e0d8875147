using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Ui;

namespace Portal.Postmortems;

/// <summary>Does what a button asks for, and shows a refusal as the sentence it is.</summary>
internal static class Refusals
{
    /// <returns>False when it was refused; the person has been told.</returns>
    public static async Task<bool> TryAsync(this Toasts toasts, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            toasts.Refuse(refusal.Message);
            return false;
        }
    }

    public static bool IsRefusal(Exception exception) =>
        exception
            is DomainException
                or ConflictException
                or InvalidInputException
                or ForbiddenException
                or NotFoundException;
}
