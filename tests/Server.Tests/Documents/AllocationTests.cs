using MDReader.TestKit;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Server.Tests.Platform;

namespace Server.Tests.Documents;

/// <summary>Allocated bytes don't vary as time does, so they are pinned: of a whole request, from where Kestrel hands it over to
/// the last byte of its answer.</summary>
[Collection(TelemetryTests.Listening)]
public sealed class AllocationTests
{
    const int Requests = 200;

    [Fact]
    public async Task Reading_a_document_allocates_no_more_than_it_did()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL answers on another thread, whose bytes are not counted here.");
        var overheard = new OverheardServer();
        await using var server = await RunningServer.Start(overheard.StandIn);
        using var ada = await server.SignUp("Ada");
        var document = await ada.MakeDocument(await ada.MakeWorkspace());
        var token = (await ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script" }))["token"].GetString()!;
        // Until everything is compiled and kept that is kept from one request to the next.
        overheard.Measure(document, token, Requests);

        (overheard.Measure(document, token, Requests) / Requests).ShouldBeLessThanOrEqualTo(12_600);
    }

    /// <summary>Kestrel, and a way past it into the same application.</summary>
    sealed class OverheardServer
    {
        Func<IFeatureCollection, Task>? _answer;

        public void StandIn(IServiceCollection services)
        {
            var kestrel = services.Last(service => service.ServiceType == typeof(IServer)).ImplementationType!;
            services.AddSingleton<IServer>(provider =>
                new Between((IServer)ActivatorUtilities.CreateInstance(provider, kestrel), this));
        }

        /// <summary>The bytes that this thread allocates, which is the only one at work for these requests.</summary>
        public long Measure(string path, string token, int requests)
        {
            var asked = Enumerable.Range(0, requests).Select(_ => Get(path, token)).ToList();
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var request in asked)
            {
                _answer!(request).IsCompletedSuccessfully.ShouldBeTrue();
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            asked.ShouldAllBe(request => request.GetRequiredFeature<IHttpResponseFeature>().StatusCode == StatusCodes.Status200OK);
            return allocated;
        }

        static FeatureCollection Get(string path, string token)
        {
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(new HttpRequestFeature
            {
                Method = HttpMethods.Get,
                Protocol = HttpProtocol.Http11,
                Scheme = "http",
                Path = path,
                Headers = new HeaderDictionary { ["Host"] = "127.0.0.1", ["Authorization"] = $"Bearer {token}" },
            });
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
            return features;
        }

        sealed class Between(IServer kestrel, OverheardServer overheard) : IServer
        {
            public IFeatureCollection Features => kestrel.Features;

            public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
                where TContext : notnull
            {
                overheard._answer = async features =>
                {
                    var context = application.CreateContext(features);
                    await application.ProcessRequestAsync(context);
                    application.DisposeContext(context, exception: null);
                };
                return kestrel.StartAsync(application, cancellationToken);
            }

            public Task StopAsync(CancellationToken cancellationToken) => kestrel.StopAsync(cancellationToken);

            public void Dispose() => kestrel.Dispose();
        }
    }
}
