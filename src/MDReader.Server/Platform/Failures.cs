using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace MDReader.Server.Platform;

/// <summary>Turns what was thrown, or left without a body, into a problem.</summary>
static class Failures
{
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
                Explain(context.Features.Get<IExceptionHandlerFeature>()!.Error).ExecuteAsync(context),
            // A request that can't be read, or was given up, is its sender's affair: nothing for the error log.
            SuppressDiagnosticsCallback = failure =>
                failure.Exception is BadHttpRequestException or OperationCanceledException,
        });
        app.UseStatusCodePages(pages => FillIn(pages.HttpContext));
    }

    // Statuses that ASP.NET Core sets without a body: no route, wrong method, wrong media type.
    static Task FillIn(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return Problems.OfStatus(status).Because(status switch
        {
            401 => "Send Authorization: Bearer with an access token or a personal access token.",
            404 => $"No route matches {context.Request.Path}.",
            405 => $"{context.Request.Method} is not offered here; see the Allow header.",
            415 => "Send Content-Type: application/json, or what the documentation of this route names.",
            _ => $"The request was answered with status {status}.",
        }).ExecuteAsync(context);
    }

    // Kestrel and the JSON binding both throw BadHttpRequestException, which would otherwise be answered 500.
    static Refusal Explain(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => Problems.MalformedJson.Because(
            $"Correct the JSON at {json.Path ?? "$"}, line {json.LineNumber + 1}, and send it again."),
        BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode).Because(bad.Message),
        OperationCanceledException => Problems.BadRequest.Because("The request was given up by its sender."),
        _ => Problems.Failed.Because("Try again; if it happens again, give the traceId to whoever runs this server."),
    };
}
