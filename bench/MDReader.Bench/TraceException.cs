namespace MDReader.Bench;

/// <summary>What is wrong with a file that was to be measured, or with what came of it.</summary>
sealed class TraceException(string message, Exception? inner = null) : Exception(message, inner);
