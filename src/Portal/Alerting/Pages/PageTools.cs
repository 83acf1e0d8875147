using Microsoft.AspNetCore.Components;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>What a page needs besides what it shows.</summary>
internal sealed record PageTools(NavigationManager Navigation, Toasts Toasts, Viewer Viewer, TimeProvider Time);
