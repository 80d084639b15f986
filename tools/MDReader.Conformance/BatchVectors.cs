using System.Text.Json;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>A session's updates, merged at random to batches with holes, in V1 and V2: each applied in turn.</summary>
static class BatchVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var (item, index) in vectors.GetProperty("items").EnumerateArray().Select((item, i) => (item, i)))
        {
            var doc = SessionVectors.Open();
            foreach (var batch in item.GetProperty("batches").EnumerateArray())
            {
                // Written as "v2" or as 2.
                if (batch.GetProperty("enc").ToString().EndsWith('2'))
                    doc.ApplyUpdateV2(batch.Bytes("bytes"));
                else
                    doc.ApplyUpdate(batch.Bytes("bytes"));
            }

            SessionVectors.Check(doc, item.GetProperty("final"), $"item {index}", report);
            report.Expect($"item {index} nothing waits", !doc.HasPending);
        }
    }
}
