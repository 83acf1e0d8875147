namespace Portal.Data;

/// <summary>Somebody else was first: says who and when, and what that means.</summary>
internal sealed class ConflictException(string message) : Exception(message);
