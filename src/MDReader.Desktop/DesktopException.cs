namespace MDReader.Desktop;

/// <summary>Why there is no window; the message tells the person what to do.</summary>
sealed class DesktopException(string message) : Exception(message);
